import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { equal, rational, times } from '../../src/core/complex-costs/rational.testing.ts';
import { listRows } from '../../src/database/queries/bulk-updates/list-rows.ts';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeBulkScene } from './scene.ts';

const scene = makeBulkScene();
const rates = { target: 'project-rates', project_id: rows.project } as const;

/** Does `work` while somebody holds a row they have changed, in a transaction that is then committed. */
async function whileSomebodyEdits(
  statement: string,
  work: (commit: () => Promise<void>) => Promise<void>,
) {
  const client = new pg.Client({ connectionString: scene.url() });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(statement);
    await work(async () => {
      await client.query('commit');
    });
  } finally {
    await client.end();
  }
}

/** Resolves once as many statements, such as a batch, wait for somebody's row. */
const waits = (statements = 1) =>
  expect
    .poll(async () => {
      const found = await scene.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      return found.length;
    })
    .toBe(statements);

const leftOf = async (id: string) =>
  scene
    .database()
    .as(people.admin, async (tx) =>
      listRows(tx, await scene.update(id), { show: 'left', limit: 200 }),
    );

describe('a bulk update', () => {
  test('changes what was chosen, to the last digit, with an audit row for each change, and its undo restores all', async () => {
    await scene.work();
    const before = await scene.everything();
    const draft = await scene.draft();
    expect(draft).toMatchObject({ rows: 600, changes: 588, without_value: 12, below_zero: 0 });
    const { id, job_id } = await scene.start(draft.update.id);
    const run = await scene.becomes(job_id, 'completed');
    expect(run.output).toMatchObject({ changed: 588, left_alone: 12 });
    expect(await scene.update(id)).toMatchObject({
      state: 'done',
      changed: 588,
      left_alone: 12,
      row_count: 600,
      requested_by: people.admin.userId,
      run_id: job_id,
    });
    const after = new Map((await scene.everything()).map(({ what, value }) => [what, value]));
    for (const { what, value } of before) {
      if (what.startsWith('item P') && value !== null) {
        const exact = times(rational(value), rational('1.1'));
        expect(equal(rational(after.get(what)), exact), what).toBe(true);
      } else expect([what, after.get(what)]).toEqual([what, value]);
    }
    expect(await scene.changesOf(id)).toHaveLength(588);
    expect((await leftOf(id)).rows.map(({ reason }) => reason)).toEqual(Array(12).fill('no value'));

    const undo = await scene.undo(id);
    await scene.becomes(undo.job_id, 'completed');
    expect(await scene.everything()).toEqual(before);
    expect(await scene.update(id)).toMatchObject({ undone: 588 });
    await expect(scene.undo(id)).rejects.toThrow('Nothing of this bulk update is left');
    await expect(scene.undo(undo.id)).rejects.toThrow('An undo is not undone');
  });

  test('gives items without a price one, and its undo takes it away again', async () => {
    await scene.work();
    const before = await scene.everything();
    const { update, changes } = await scene.draft({ change: { method: 'set', value: '12.50' } });
    expect(changes).toBe(600);
    const { id, job_id } = await scene.start(update.id);
    await scene.becomes(job_id, 'completed');
    const [{ count }] = await scene.query(
      `select count(*)::int as count from public.library_items where name like 'Priced %' and unit_price = 12.5`,
    );
    expect(count).toBe(600);
    await scene.becomes((await scene.undo(id)).job_id, 'completed');
    expect(await scene.everything()).toEqual(before);
  });

  test('of resources changes the catalogue’s rates', async () => {
    await scene.work();
    const before = await scene.everything();
    const { update } = await scene.draft({
      target: 'resources',
      selection: { filter: { search: 'resource', kind: 'material' } },
      change: { method: 'amount', value: '0.26', round_to: '0.05' },
    });
    const { id, job_id } = await scene.start(update.id);
    await scene.becomes(job_id, 'completed');
    const changed = await scene.query(
      `select rate::text as rate from public.resources where code = 'R3'`,
    );
    expect(changed).toEqual([{ rate: '3.75' }]);
    await scene.becomes((await scene.undo(id)).job_id, 'completed');
    expect(await scene.everything()).toEqual(before);
  });

  test('of a project’s rates ends them and begins others at one moment, by a member; undone, they go on as they were', async () => {
    await scene.work();
    const before = await scene.everything();
    const { update } = await scene.draft(
      { ...rates, selection: { filter: { search: 'resource' } } },
      people.estimator,
    );
    const { id, job_id } = await scene.start(update.id, people.estimator);
    await scene.becomes(job_id, 'completed');
    const changed = await scene.query(
      `select count(*)::int as rates, count(distinct effective_from)::int as moments,
         count(effective_to)::int as limited from public.project_rates
       where project_id = $1 and created_by = $2`,
      [rows.project, people.estimator.userId],
    );
    // R7's rate was to end in 2099, and so is the one in its place.
    expect(changed).toEqual([{ rates: 40, moments: 1, limited: 1 }]);
    const [{ rate }] = await scene.query(
      `select p.rate::text as rate from public.project_rates p join public.resources r on r.id = p.resource_id
       where r.code = 'R3' and p.effective_to is null and p.project_id = $1`,
      [rows.project],
    );
    expect(rate).toBe('7.7');
    // The history names whoever asked, though a worker wrote it.
    const said = await scene.query(
      `select action, count(*)::int as count from public.project_rate_changes
       where project_id = $1 and changed_by = $2 group by action order by action`,
      [rows.project, people.estimator.userId],
    );
    expect(said).toEqual([
      { action: 'added', count: 40 },
      { action: 'changed', count: 40 },
    ]);
    await scene.becomes((await scene.undo(id, false, people.owner)).job_id, 'completed');
    expect(await scene.everything()).toEqual(before);
  });
});

describe('a row that somebody else changes', () => {
  test('between the draft and the run is left alone, and told', async () => {
    await scene.work();
    const { update } = await scene.draft();
    await scene.query(`update public.library_items set unit_price = 777 where code = 'P00003'`);
    const { id, job_id } = await scene.start(update.id);
    const run = await scene.becomes(job_id, 'completed');
    expect(run.output).toMatchObject({ changed: 587, left_alone: 13 });
    const left = await leftOf(id);
    expect(left.rows.filter(({ reason }) => reason === 'changed')).toMatchObject([
      { code: 'P00003', present: 777 },
    ]);
    await scene.becomes((await scene.undo(id)).job_id, 'completed');
  });

  test('while the run waits for it is left alone', async () => {
    await scene.work();
    const { update } = await scene.draft();
    await whileSomebodyEdits(
      `update public.library_items set unit_price = 778 where code = 'P00009'`,
      async (commit) => {
        const { id, job_id } = await scene.start(update.id);
        await waits();
        await commit();
        await scene.becomes(job_id, 'completed');
        expect((await leftOf(id)).rows.filter(({ reason }) => reason === 'changed')).toMatchObject([
          { code: 'P00009', present: 778 },
        ]);
        await scene.becomes((await scene.undo(id)).job_id, 'completed');
      },
    );
  });

  test('after the run is in the way of the undo, which takes back the rest when told to', async () => {
    await scene.work();
    const before = await scene.everything();
    const { update } = await scene.draft();
    const { id, job_id } = await scene.start(update.id);
    await scene.becomes(job_id, 'completed');
    await scene.query(
      `update public.library_items set unit_price = 5 where code in ('P00011', 'P00012')`,
    );
    await expect(scene.undo(id)).rejects.toMatchObject({
      code: 'conflict',
      details: { conflicts: 2 },
    });
    const conflicts = await scene
      .database()
      .as(people.admin, async (tx) =>
        listRows(tx, await scene.update(id), { show: 'conflicts', limit: 10 }),
      );
    expect(conflicts.rows).toMatchObject([
      { code: 'P00011', present: 5 },
      { code: 'P00012', present: 5 },
    ]);
    await scene.becomes((await scene.undo(id, true)).job_id, 'completed');
    const kept = new Set(['item P00011', 'item P00012']);
    const others = (all: { what: string }[]) => all.filter(({ what }) => !kept.has(what));
    expect(others((await scene.everything()) as { what: string }[])).toEqual(
      others(before as { what: string }[]),
    );
  });
});

test('a run that is cancelled keeps the batches that were done, and these can be undone', async () => {
  const queue = await scene.work();
  const before = await scene.everything();
  const { update } = await scene.draft();
  await whileSomebodyEdits(
    `update public.library_items set name = name where code = 'P00451'`,
    async (commit) => {
      // Small batches, so that some are done before the one that waits.
      const { id, job_id } = await scene.start(update.id, people.admin, 50);
      await waits();
      // It is heard between two batches: the one that waits is done first.
      const cancel = queue.cancel([job_id], people.admin.userId);
      await waits(2);
      await commit();
      await cancel;
      await scene.becomes(job_id, 'cancelled');
      const cancelled = await scene.update(id);
      expect(cancelled.state).toBe('cancelled');
      expect(cancelled.changed).toBeGreaterThan(300);
      expect(await scene.changesOf(id)).toHaveLength(cancelled.changed);
      await scene.becomes((await scene.undo(id)).job_id, 'completed');
      expect(await scene.everything()).toEqual(before);
      // Tried again, it would change anew what was taken back.
      await queue.retry([job_id], people.admin.userId);
      expect(await scene.becomes(job_id, 'failed')).toMatchObject({
        error_message: 'This bulk update was undone; make a new one instead.',
      });
    },
  );
});
