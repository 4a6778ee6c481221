import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Identity } from '../../src/database/identity.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeFixture, rows } from '../support/fixture.ts';
import { actingAs, outcomeOf, type Person, people, userIdOf } from '../support/people.ts';

let testDatabase: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await makeFixture(client);
});

afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});

/** What comes of a call for everybody, each in a transaction of their own. */
async function callersOf(sql: string): Promise<Record<Person, string | number>> {
  const outcomes: Partial<Record<Person, string | number>> = {};
  for (const [person, identity] of Object.entries(people)) {
    outcomes[person as Person] = await actingAs(client, identity, () =>
      outcomeOf(client.query(sql)),
    );
  }
  return outcomes as Record<Person, string | number>;
}

/** What each function says to everybody: rows, or the SQLSTATE of its refusal. */
const calls: [rule: string, sql: string, outcomes: Record<Person, string | number>][] = [
  [
    'track_library_item_usage: the service and members; an administrator is no member',
    `select public.track_library_item_usage('${rows.item}', '${rows.project}')`,
    { anonymous: '42501', stranger: '42501', estimator: 1, owner: 1, admin: '42501', service: 1 },
  ],
  [
    'track_library_item_usage in a public record: the service alone, since everyone only reads it',
    `select public.track_library_item_usage('${rows.item}', '${rows.publicProject}')`,
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: 1,
    },
  ],
  [
    'works_with: everyone signed in, of the projects of their own',
    `select from (select ratebook.works_with('${userIdOf('estimator')}') as does) w where does`,
    { anonymous: '42501', stranger: 0, estimator: 1, owner: 1, admin: 0, service: 0 },
  ],
  [
    'record_uses: the service and members of the estimate’s project; an administrator is no member',
    `select ratebook.record_uses('${rows.estimate}', '{${rows.line}}')`,
    { anonymous: '42501', stranger: '42501', estimator: 1, owner: 1, admin: '42501', service: 1 },
  ],
  [
    'take_back_uses: the service and members of the estimate’s project; an administrator is no member',
    `select ratebook.take_back_uses('${rows.estimate}', '{${rows.item}}', '{null}')`,
    { anonymous: '42501', stranger: '42501', estimator: 1, owner: 1, admin: '42501', service: 1 },
  ],
  [
    'take_back_all_uses: the service and members of the estimate’s project; an administrator is no member',
    `select ratebook.take_back_all_uses('${rows.estimate}')`,
    { anonymous: '42501', stranger: '42501', estimator: 1, owner: 1, admin: '42501', service: 1 },
  ],
  [
    'people_called: owners of the project, administrators and the service',
    `select * from ratebook.people_called('erin', '${rows.project}')`,
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: 1,
      admin: 1,
      service: 1,
    },
  ],
  [
    'count_uses and hold_popularity: nobody by themselves; uses are counted where they are recorded',
    `select ratebook.count_uses('{${rows.item}}', now()), ratebook.hold_popularity('{${rows.item}}')`,
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: '42501',
    },
  ],
  [
    'get_library_item_statistics: everyone signed in',
    `select public.get_library_item_statistics('${rows.item}')`,
    { anonymous: '42501', stranger: 1, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'get_job_execution_summary: everyone signed in',
    'select public.get_job_execution_summary(7)',
    { anonymous: '42501', stranger: 1, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'clean_old_job_logs: administrators and the service',
    'select public.clean_old_job_logs()',
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: 1,
      service: 1,
    },
  ],
  [
    'freeze_estimate: the service and members; an administrator is no member',
    `select ratebook.freeze_estimate('${rows.estimate}', 'Bid', '', now())`,
    { anonymous: '42501', stranger: '42501', estimator: 1, owner: 1, admin: '42501', service: 1 },
  ],
  [
    'priced_estimate: whoever reads the estimate',
    `select from ratebook.priced_estimate('${rows.estimate}', now())`,
    { anonymous: '42501', stranger: 0, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'named_lines: whoever reads the estimate',
    `select from ratebook.named_lines('${rows.estimate}', now())`,
    { anonymous: '42501', stranger: 0, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'direct_costs: everyone signed in; the rates of a project one may not see are left out',
    `select from ratebook.direct_costs('{${rows.item}}', '${rows.project}', now()) where material = 126`,
    { anonymous: '42501', stranger: 0, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'direct_parts: everyone signed in; the rates of a project one may not see are left out',
    `select from ratebook.direct_parts('{${rows.item}}', '${rows.project}', now()) where cost = 126`,
    { anonymous: '42501', stranger: 0, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'is_lump_sum: everyone signed in, as it reads nothing',
    `select where ratebook.is_lump_sum('L.S.', '{1}', '{2}')`,
    { anonymous: '42501', stranger: 1, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'ended_runs: everyone signed in, of everybody’s runs, as the queues are counted for all',
    `select from ratebook.ended_runs('2000-01-01', 'infinity', '365000 days', null)`,
    { anonymous: '42501', stranger: 1, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'items_within: everyone signed in, as the library is theirs to read',
    `select from ratebook.items_within('{${rows.item}}')`,
    { anonymous: '42501', stranger: 1, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'rates_in_force: everyone signed in; the rates of a project one may not see are left out',
    `select from ratebook.rates_in_force('{${rows.resource}}', '${rows.project}', now()) where rate = 120`,
    { anonymous: '42501', stranger: 0, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'capture_price_snapshot: members, administrators and the service',
    `select ratebook.capture_price_snapshot('${rows.project}')`,
    { anonymous: '42501', stranger: '42501', estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'capture_price_snapshots: the service alone, since it asks for no membership',
    `select ratebook.capture_price_snapshots('{${rows.project}}', now())`,
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: 1,
    },
  ],
  [
    'write_price_snapshots: nobody, it is called by the two that say who may',
    `select ratebook.write_price_snapshots('{${rows.project}}', false, now())`,
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: '42501',
    },
  ],
  [
    'record_suggestions: the service and members; an administrator is no member',
    `select ratebook.record_suggestions('${rows.estimate}', 'shown', '{${rows.item}}')`,
    { anonymous: '42501', stranger: 'PT404', estimator: 1, owner: 1, admin: '42501', service: 1 },
  ],
  [
    'suggestion_figures: administrators and the service',
    'select ratebook.suggestion_figures(30)',
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: 1,
      service: 1,
    },
  ],
  [
    'suggestion_verdicts and usual_quantities: everyone signed in, since they tell figures alone',
    `select from ratebook.suggestion_verdicts('{${rows.item}}', now())
         full join ratebook.usual_quantities('{${rows.item}}', '{${rows.otherItem}}', now()) on true`,
    { anonymous: '42501', stranger: 0, estimator: 0, owner: 0, admin: 0, service: 0 },
  ],
  [
    'refresh_price_months: administrators and the service',
    'select ratebook.refresh_price_months()',
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: 1,
      service: 1,
    },
  ],
  [
    'refresh_popularity: the service alone',
    'select ratebook.refresh_popularity(now())',
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: 1,
    },
  ],
  [
    'settle_lost_runs: the service alone',
    'select ratebook.settle_lost_runs()',
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: 1,
    },
  ],
  [
    'reports_keep_days: everyone signed in',
    'select ratebook.reports_keep_days()',
    { anonymous: '42501', stranger: 1, estimator: 1, owner: 1, admin: 1, service: 1 },
  ],
  [
    'find_runs: everyone signed in; each finds what they may see',
    `select ratebook.find_runs('{}')`,
    { anonymous: '42501', stranger: 0, estimator: 1, owner: 0, admin: 2, service: 2 },
  ],
  [
    'redacted and names_secret: the service alone',
    `select ratebook.redacted('{}'), ratebook.names_secret('x')`,
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: 1,
    },
  ],
  [
    'sample_queues: the service alone',
    'select ratebook.sample_queues()',
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: 1,
    },
  ],
  [
    'enqueue_job: the service alone; here no worker has made a queue yet',
    `select ratebook.enqueue_job('clean-job-logs', '{}')`,
    {
      anonymous: '42501',
      stranger: '42501',
      estimator: '42501',
      owner: '42501',
      admin: '42501',
      service: '55000',
    },
  ],
];

describe('who may call', () => {
  test.each(calls)('%s', async (_rule, sql, expected) => {
    expect(await callersOf(sql)).toEqual(expected);
  });
});

describe('a use that is refused', () => {
  const count = async () => {
    const { rows: counted } = await client.query(
      'select count(*)::int as uses from public.estimate_library_usage',
    );
    return counted[0].uses;
  };

  test.each<[string, Identity, string, string]>([
    ['by somebody who is no member', people.stranger, `'${rows.item}', '${rows.project}'`, '42501'],
    [
      'for an item that is not there',
      people.estimator,
      `'00000000-0000-4000-8000-000000000000', '${rows.project}'`,
      '23503',
    ],
    [
      'for an estimate of another project',
      people.estimator,
      `'${rows.item}', '${rows.project}', '${rows.foreignEstimate}'`,
      '23503',
    ],
    [
      'for an element without its estimate',
      people.estimator,
      `'${rows.item}', '${rows.project}', null, '${rows.element}'`,
      '23503',
    ],
    ...['0', '-1', `'NaN'`, `'Infinity'`, 'null'].map(
      (quantity): [string, Identity, string, string] => [
        `for a quantity of ${quantity}`,
        people.estimator,
        `'${rows.item}', '${rows.project}', null, null, ${quantity}`,
        '22023',
      ],
    ),
  ])('%s writes nothing', async (_case, identity, args, sqlstate) => {
    const before = await count();
    await client.query('begin');
    await client.query(
      `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`,
      [identity.role, JSON.stringify(identity.claims)],
    );
    expect(await outcomeOf(client.query(`select public.track_library_item_usage(${args})`))).toBe(
      sqlstate,
    );
    await client.query('commit');
    expect(await count()).toBe(before);
  });
});

/** The rules of Supabase's linter and our own, asked of the catalogue. */
describe('in the whole database', () => {
  const broken = async (sql: string) =>
    (await client.query<{ what: string }>(sql)).rows.map(({ what }) => what);

  test('every table of the exposed schema has row-level security', async () => {
    expect(
      await broken(`select relname as what from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`),
    ).toEqual([]);
  });

  test('no function of the exposed schema runs with its owner’s rights', async () => {
    expect(
      await broken(`select proname as what from pg_proc
        where pronamespace = 'public'::regnamespace and prosecdef`),
    ).toEqual([]);
  });

  test('every function of ours has an empty search path', async () => {
    expect(
      await broken(`select proname as what from pg_proc
        where pronamespace in ('public'::regnamespace, 'ratebook'::regnamespace)
          and not coalesce(proconfig @> array['search_path=""'], false)`),
    ).toEqual([]);
  });

  test('no function of ours is executable by anon or by everyone', async () => {
    expect(
      await broken(`select p.oid::regprocedure::text as what from pg_proc p
        where pronamespace in ('public'::regnamespace, 'ratebook'::regnamespace)
          and prorettype <> 'trigger'::regtype and has_function_privilege('anon', p.oid, 'execute')`),
    ).toEqual([]);
  });

  test('anon has no grant on any table', async () => {
    expect(
      await broken(`select table_name || ': ' || privilege_type as what
        from information_schema.role_table_grants where grantee in ('anon', 'PUBLIC') and table_schema = 'public'`),
    ).toEqual([]);
  });

  test('every foreign key is backed by an index', async () => {
    expect(
      await broken(`select conrelid::regclass || '.' || conname as what from pg_constraint c
        where contype = 'f' and connamespace = 'public'::regnamespace and not exists (
          select from pg_index i where i.indrelid = c.conrelid
            and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`),
    ).toEqual([]);
  });

  test('policies ask who is asking once a statement, not once a row', async () => {
    expect(
      await broken(`select tablename || ': ' || policyname as what from pg_policies
        where schemaname = 'public'
          and regexp_replace(coalesce(qual, '') || ' ' || coalesce(with_check, ''), '\\( *SELECT [^)]*\\)', '', 'gi')
            ~ '(auth\\.(uid|jwt|role)|is_admin)\\(\\)'`),
    ).toEqual([]);
  });

  test('no view shows rows with its owner’s rights', async () => {
    expect(
      await broken(`select relname as what from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'v'
          and not coalesce(reloptions @> array['security_invoker=true'], false)`),
    ).toEqual([]);
  });
});
