import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PublicError } from '../../src/contract/errors.ts';
import type { JobInput } from '../../src/contract/jobs.ts';
import { namesSecret, redacted } from '../../src/core/secrets/index.ts';
import { service } from '../../src/database/identity.ts';
import { inputOfSchedule, listSchedules } from '../../src/database/queries/jobs/schedules.ts';
import { fireDueSchedules, type SchedulerOptions } from '../../src/jobs/scheduler.ts';
import { removeSchedule, saveSchedule } from '../../src/operations/schedules.ts';
import { people } from '../support/people.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();

/** An input whose mapping has a column called by a name that names a secret; the number is looked for everywhere. */
const secret = 14_711;
const sheet = (columns: Record<string, number>) => ({
  sheet: 'Items',
  table: null,
  header_line: 1,
  columns,
});
const input: JobInput<'import-library'> = {
  importId: '00000000-0000-4000-8000-000000000001',
  dryRun: true,
  mapping: { sheets: [sheet({ code: 0, password: secret })], decimal_mark: '.', currency: 'USD' },
};

/** Everything the product shows of runs, as one text. */
const everythingShown = async () =>
  JSON.stringify(
    await scene.query(`
      select to_jsonb(l) as row from public.background_job_logs l
      union all select to_jsonb(a) from public.job_attempts a
      union all select to_jsonb(l) from public.job_log_lines l
      union all select to_jsonb(a) from public.job_audit a
      union all select to_jsonb(n) from public.notices n`),
  );

test('a run is done with its secrets, and nothing that is shown of it holds one', async () => {
  const given: unknown[] = [];
  const queue = await scene.start({
    'import-library': async (whole, { log, progress }) => {
      given.push(whole);
      await log('info', `signing in with ${secret}`);
      await progress({ phase: 'Signing in' });
      if (given.length === 1) throw new PublicError('invalid_input', `refused: ${secret}`);
      return { message: `Signed in with ${secret}.` };
    },
  });
  const id = await scene.enqueue('import-library', input);
  const failed = await scene.becomes(id, 'failed');
  expect(failed.error_message).toBe('refused: [redacted]');
  expect(failed.input).toEqual({
    ...input,
    mapping: { ...input.mapping, sheets: [sheet({ code: 0, password: '[redacted]' as never })] },
  });
  expect(await queue.inputOf(id)).toEqual(input);

  const edited = { ...input, dryRun: false };
  expect(await queue.retry([id], people.admin.userId, edited)).toBe(1);
  expect(await scene.becomes(id, 'completed')).toMatchObject({
    output: { message: 'Signed in with [redacted].' },
  });
  expect(given).toEqual([input, edited]);
  const shown = await everythingShown();
  expect(shown).toContain('signing in with [redacted]');
  expect(shown).not.toContain(String(secret));
});

test('a schedule fires with its secrets, and nobody who reads its table reads one', async () => {
  const given: unknown[] = [];
  const queue = await scene.start();
  await scene.stop();
  const database = scene.database();
  const options: SchedulerOptions = {
    database,
    timeZone: 'UTC',
    cronRuns: queue.preview,
    troubled: (error) => {
      throw error;
    },
  };
  await scene.query('update job_schedules set enabled = false');
  const schedule = { id: 'nightly', jobName: 'import-library', cron: '0 2 * * *' } as const;
  const save = (whole: Record<string, unknown>) =>
    database.as(service, (tx) => saveSchedule(tx, { ...schedule, input: whole }, null));
  await save({ ...input, dryRun: false });
  const shown = await save(input);
  expect(shown.input).toEqual(redacted(input));
  const [table] = await database
    .as(people.admin, listSchedules, { readOnly: true })
    .then((all) => all.filter(({ id }) => id === 'nightly'));
  expect(JSON.stringify(table)).not.toContain(String(secret));
  await expect(
    database.as(people.admin, (tx) => inputOfSchedule(tx, 'nightly')),
  ).rejects.toMatchObject({ code: '42501' });

  // What is shown, written back as it is, is the same input still.
  await scene.query(`update job_schedules set input = input, enabled = true where id = 'nightly'`);
  await fireDueSchedules(options, new Date('2026-06-15T12:00:00Z'));
  const [run = ''] = await fireDueSchedules(options, new Date('2026-06-16T02:00:00Z'));
  expect((await scene.run(run)).input).toEqual(redacted(input));
  await scene.query('update job_schedules set enabled = false');
  await scene.start({
    'import-library': async (whole) => {
      given.push(whole);
      return { message: 'Read.' };
    },
  });
  await scene.becomes(run, 'completed');
  expect(given).toEqual([input]);

  // An input without a secret leaves none behind, nor does a schedule that is gone.
  const kept = async () =>
    (await scene.query('select count(*)::int as n from ratebook.schedule_secrets'))[0].n;
  expect(await kept()).toBe(1);
  await save({ dryRun: true });
  expect(await kept()).toBe(0);
  await save(input);
  await database.as(service, (tx) => removeSchedule(tx, 'nightly', null));
  expect(await kept()).toBe(0);
});

test('the log redacts as the messages do: one rule, in SQL and in TypeScript', async () => {
  const word = fc.constantFrom(
    'pass',
    'word',
    'api',
    'Api',
    'key',
    'Key',
    'KEY',
    'keys',
    'token',
    'mon',
    '_',
    '-',
    'x',
    '',
  );
  const key = fc.oneof(
    fc.array(word, { maxLength: 4 }).map((words) => words.join('')),
    fc.string(),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, 1, 'text'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(key, tie('any'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).any;
  await fc.assert(
    fc.asyncProperty(value, fc.array(key, { maxLength: 5 }), async (whole, keys) => {
      // A text of PostgreSQL holds no zero, and no half of a surrogate pair.
      const sent = JSON.stringify(whole);
      fc.pre(sent.isWellFormed() && !sent.includes('\\u0000') && !/\\ud[89a-f]/i.test(sent));
      const [row] = await scene.query('select ratebook.redacted($1::jsonb) as redacted', [sent]);
      expect(row.redacted).toEqual(redacted(JSON.parse(sent)));
      const storable = keys.filter((name) => name.isWellFormed() && !name.includes('\0'));
      const named = await scene.query(
        'select ratebook.names_secret(k) as named from unnest($1::text[]) with ordinality u (k, n) order by n',
        [storable],
      );
      expect(named.map((found) => found.named)).toEqual(storable.map(namesSecret));
    }),
    { numRuns: 300 },
  );
});
