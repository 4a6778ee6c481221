import { createClient, FunctionsHttpError } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import type { Identity } from '../../src/database/identity.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { makeFixture } from './fixture.ts';
import { type Person, people } from './people.ts';
import { startDeno, startNode, type Target } from './targets.ts';
import { publishableKey, tokenOf } from './tokens.ts';

/** Where the functions run; each scenario is played on both. */
export const stages = [
  { where: 'on Node', start: startNode },
  { where: 'at the edge, on Deno', start: startDeno },
] as const;

/** What may have been written; the same before and after means that nothing was. */
const written = `select jsonb_build_object(
  'snapshots', (select count(*) from public.price_snapshots),
  'uses', (select count(*) from public.estimate_library_usage),
  'runs', (select count(*) from public.background_job_logs),
  'pairs', (select max(as_of) from public.library_item_companions)) as state`;

/** A target on a database of its own with the fixture in it, for the tests of the `describe` it is called in. */
export function makeScene(start: (databaseUrl: string) => Promise<Target>) {
  let testDatabase: TestDatabase;
  let client: pg.Client;
  let target: Target;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    client = new pg.Client({ connectionString: testDatabase.url });
    await client.connect();
    await makeFixture(client);
    target = await start(testDatabase.url);
  });

  afterAll(async () => {
    await target?.stop();
    await client.end();
    await testDatabase.drop();
  });

  /** `supabase-js` as an app would use it, signed in as somebody. */
  const supabaseOf = async (identity: Identity) => {
    const token = await tokenOf(identity);
    return createClient(target.url, publishableKey, {
      ...(token !== null && { accessToken: async () => token }),
    });
  };

  return {
    supabaseOf,
    url: () => target.url,
    databaseUrl: () => testDatabase.url,
    /** What the target reported as its own mistakes. */
    failures: () => target.failures(),
    query: async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows,
    /** What may have been written, so far. */
    state: async () => (await client.query(written)).rows[0].state,
    /** Invokes a function as somebody: its answer, or the status and body of its refusal. */
    invoke: async (name: string, identity: Identity, body?: Record<string, unknown>) => {
      const supabase = await supabaseOf(identity);
      const { data, error } = await supabase.functions.invoke(name, body ? { body } : {});
      if (error === null) return { status: 200, body: data };
      if (!(error instanceof FunctionsHttpError)) throw error;
      return { status: error.context.status as number, body: await error.context.json() };
    },
    /** Asks a route as somebody, with a body of JSON or, as it is, of text: the status and what the answer says. */
    ask: async (person: Person | Identity, method: string, path: string, body?: unknown) => {
      const token = await tokenOf(typeof person === 'string' ? people[person] : person);
      const answer = await fetch(target.url + path, {
        method,
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    },
    /** A request as no library would send it. */
    post: (path: string, body: string, headers: Record<string, string> = {}) =>
      fetch(target.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      }),
  };
}
