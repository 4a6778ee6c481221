import { connect } from '../../../src/database/database.ts';
import type { AppEvent } from '../../../src/http/environment.ts';
import { createFunctionsApp } from '../../../src/http/functions-app.ts';
import { createVerifier } from '../../../src/http/tokens.ts';
import { readSettings } from './settings.ts';

// The runtime's own; Node's types know nothing of it.
declare const Deno: { env: { get(name: string): string | undefined } };

/** Connections one instance keeps: many instances share the pooler's. */
const connections = 2;

type Fetch = (request: Request) => Response | Promise<Response>;

/**
 * Answers one of the functions at the edge with the same app as the server. The platform calls it as `/<name>`,
 * supabase-js as `/functions/v1/<name>`: both are the same here.
 */
export function serveFunction(name: string): Fetch {
  let app: Fetch | null = null;
  return (request) => {
    try {
      app ??= start();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      console.error(JSON.stringify({ level: 'error', function: name, message }));
      return Response.json(
        {
          success: false,
          error: 'This function is not set up; its log says why.',
          code: 'unavailable',
        },
        { status: 503 },
      );
    }
    const url = new URL(request.url);
    url.pathname = `/functions/v1/${name}`;
    return app(new Request(url, request));
  };
}

function start(): Fetch {
  const { databaseUrl, keys, corsOrigins } = readSettings((name) => Deno.env.get(name));
  const app = createFunctionsApp({
    database: connect(databaseUrl, { max: connections }),
    verify: createVerifier(keys),
    now: () => new Date(),
    observe: log,
    corsOrigins,
  });
  return (request) => app.fetch(request);
}

/** One JSON object a line, which the platform's log can be searched by. */
function log(event: AppEvent): void {
  if (event.type === 'request') {
    console.log(JSON.stringify({ level: 'info', ...event }));
    return;
  }
  const { error, ...rest } = event;
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(JSON.stringify({ level: 'error', ...rest, error: told }));
}
