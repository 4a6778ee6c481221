import aggregate from '../../supabase/functions/aggregate-library-popularity/index.ts';
import calculate from '../../supabase/functions/calculate-complex-factors/index.ts';
import capture from '../../supabase/functions/capture-price-snapshot/index.ts';

/** The three functions behind one address, as the platform's gateway puts them. Run by Deno. */
const functions: Record<string, (request: Request) => Response | Promise<Response>> = {
  'aggregate-library-popularity': aggregate.fetch,
  'capture-price-snapshot': capture.fetch,
  'calculate-complex-factors': calculate.fetch,
};

export default {
  fetch(request: Request): Response | Promise<Response> {
    const name = new URL(request.url).pathname.split('/').at(-1) ?? '';
    return functions[name]?.(request) ?? new Response('no such function', { status: 404 });
  },
};
