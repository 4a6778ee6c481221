import { Hono, type MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type RawBuilder, sql } from 'kysely';
import { PublicError } from '../../contract/errors.ts';
import { type DatabaseError, isDatabaseError, publicErrorOf } from '../../database/errors.ts';
import type { Dependencies, Environment, RequestContext } from '../environment.ts';

/** A database function as PostgREST would call it. */
interface DatabaseFunction {
  /** Its arguments with their types, in order; those with a default may be left out. */
  readonly args: Readonly<Record<string, { type: string; optional?: true }>>;
  /** Not volatile: it runs in a read-only transaction. */
  readonly stable: boolean;
}

/** The database functions of the contract, `supabase-js`'s `.rpc(name, args)`. */
const functions: Readonly<Record<string, DatabaseFunction>> = {
  track_library_item_usage: {
    stable: false,
    args: {
      p_library_item_id: { type: 'uuid' },
      p_project_id: { type: 'uuid' },
      p_estimate_id: { type: 'uuid', optional: true },
      p_element_id: { type: 'uuid', optional: true },
      p_quantity: { type: 'numeric', optional: true },
    },
  },
  get_library_item_statistics: { stable: true, args: { item_id: { type: 'uuid' } } },
  get_job_execution_summary: {
    stable: true,
    args: { days_back: { type: 'integer', optional: true } },
  },
  clean_old_job_logs: { stable: false, args: {} },
};

/** A refusal in PostgREST's form, which `supabase-js` reads. */
interface Refusal {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 500 | 503;
  code: string;
  message: string;
  details: string | null;
  hint: string | null;
}

/**
 * The database functions over HTTP, with PostgREST's answers and errors.
 * @param before what each request passes first; its errors are answered in PostgREST's form too.
 */
export function rpcRoutes(
  { database, observe }: Dependencies,
  ...before: MiddlewareHandler<Environment>[]
) {
  const app = new Hono<Environment>();
  app.onError((error, c) => {
    const refusal = refusalOf(error, c.get('identity').role === 'anon');
    if (refusal.status === 500) {
      observe({ type: 'request failed', requestId: c.get('requestId'), error });
    }
    return answer(c, refusal);
  });

  app.use(...before);

  app.post('/:name', async (c) => {
    const name = c.req.param('name');
    const args = await readArguments(c);
    const known = functions[name];
    if (!known || !accepts(known, args)) return answer(c, noSuchFunction(name, args));
    const value = await database.as(
      c.get('identity'),
      async (tx) => {
        const { rows } = await sql<{ value: unknown }>`
          select public.${sql.ref(name)}(${namedArguments(known, args)}) as value`.execute(tx);
        return rows[0]?.value ?? null;
      },
      { readOnly: known.stable },
    );
    return c.json(asNumber(value), 200);
  });

  return app;
}

async function readArguments(c: RequestContext): Promise<Record<string, unknown>> {
  let body: unknown;
  try {
    body = await c.req.json();
  } catch (error) {
    // A body that is too large is refused while it is read.
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return { ...body };
  }
  throw new HTTPException(400);
}

function accepts(known: DatabaseFunction, args: Record<string, unknown>): boolean {
  return (
    Object.keys(args).every((name) => name in known.args) &&
    Object.entries(known.args).every(([name, { optional }]) => optional || name in args)
  );
}

/** `name => 'value'::type`, so that the database reads each value, and refuses it, as PostgREST's would. */
function namedArguments(
  known: DatabaseFunction,
  args: Record<string, unknown>,
): RawBuilder<unknown> {
  const given = Object.entries(args).map(([name, value]) => {
    const text = value === null || typeof value === 'string' ? value : JSON.stringify(value);
    return sql`${sql.ref(name)} => ${text}::text::${sql.raw(known.args[name]?.type ?? 'text')}`;
  });
  return given.length > 0 ? sql.join(given) : sql``;
}

/** A bigint arrives as text; as a number where that says the same. */
function asNumber(value: unknown): unknown {
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function answer(c: RequestContext, { status, ...body }: Refusal) {
  return c.json(body, status);
}

function noSuchFunction(name: string, args: Record<string, unknown>): Refusal {
  const given = Object.keys(args).join(', ');
  const known = functions[name];
  return {
    status: 404,
    code: 'PGRST202',
    message: `Could not find the function public.${name}(${given}) in the schema cache`,
    details: `Searched for the function public.${name} with ${given === '' ? 'no parameters' : `parameters ${given}`}, but no matches were found.`,
    hint: known ? `Its parameters are: ${Object.keys(known.args).join(', ') || 'none'}.` : null,
  };
}

function refusalOf(error: unknown, anonymous: boolean): Refusal {
  const known = publicErrorOf(error);
  if (known?.code === 'unavailable') return ownRefusal(known);
  if (isDatabaseError(error)) {
    return {
      status: statusOf(error, anonymous),
      code: error.code ?? 'XX000',
      message: error.message,
      details: error.detail ?? null,
      hint: error.hint ?? null,
    };
  }
  if (error instanceof PublicError) return ownRefusal(error);
  if (error instanceof HTTPException) {
    const message = 'The body must be a JSON object with the named arguments.';
    return { status: 400, code: 'PGRST102', message, details: null, hint: null };
  }
  const message = 'Something went wrong here; it has been logged.';
  return { status: 500, code: 'XX000', message, details: null, hint: null };
}

function ownRefusal(error: PublicError): Refusal {
  const rest = { message: error.message, details: null, hint: null };
  if (error.code === 'too_large') return { status: 413, code: 'PGRST102', ...rest };
  if (error.code === 'unavailable') return { status: 503, code: 'PGRST000', ...rest };
  return { status: 401, code: 'PGRST301', ...rest };
}

/** The status PostgREST gives to an SQLSTATE: https://docs.postgrest.org/en/stable/references/errors.html */
function statusOf(error: DatabaseError, anonymous: boolean): Refusal['status'] {
  const code = error.code ?? '';
  if (code === 'PT404') return 404;
  if (code === '42501') return anonymous ? 401 : 403;
  if (code === '23503' || code === '23505') return 409;
  if (code === '25006') return 405;
  if (code === '42883' || code === '42P01') return 404;
  if (/^(08|53)/.test(code)) return 503;
  if (/^(P0001|2[123]|0A|42)/.test(code)) return 400;
  return 500;
}
