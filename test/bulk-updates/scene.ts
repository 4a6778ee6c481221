import type pg from 'pg';
import {
  type BulkChange,
  type BulkSelection,
  type BulkTarget,
  draftBulkUpdateInput,
} from '../../src/contract/bulk-updates.ts';
import type { Identity } from '../../src/database/identity.ts';
import { getUpdate } from '../../src/database/queries/bulk-updates/get-update.ts';
import {
  draftBulkUpdate,
  startBulkUpdate,
  undoBulkUpdate,
} from '../../src/operations/bulk-update.ts';
import { makeFixture, rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

/** Items of the scene: prices of many forms, some with none. */
const items = 600;

/** The fixture with a section of priced items, and a project that pays rates of its own. */
export async function fillPriced(client: pg.Client): Promise<void> {
  await makeFixture(client);
  await client.query(
    `insert into public.sections (division_id, code, name) values ($1, 'priced', 'Priced');`,
    [rows.division],
  );
  await client.query(
    `insert into public.library_items (section_id, code, name, unit, unit_price)
     select s.id, 'P' || lpad(n::text, 5, '0'), 'Priced ' || n, 'm',
       case when n % 50 = 0 then null when n % 7 = 0 then n * 1.10 else n + 0.125 end
     from public.sections s, generate_series(1, ${items}) n where s.code = 'priced'`,
  );
  await client.query(
    `insert into public.resources (kind, code, name, unit, rate)
       select 'material', 'R' || n, 'Resource ' || n, 'kg', n + 0.5 from generate_series(1, 40) n;
     insert into public.project_rates (project_id, resource_id, rate, effective_from, effective_to)
       select '${rows.project}', id, rate * 2, '2026-01-01',
         case when code = 'R7' then timestamptz '2099-01-01' end
       from public.resources where name like 'Resource %'`,
  );
}

/** A queue on a database with priced items, and the steps of a bulk update as people take them. */
export function makeBulkScene() {
  const scene = makeQueueScene({ fill: fillPriced });
  const admin = people.admin;
  const draft = (
    input: {
      target?: BulkTarget;
      project_id?: string;
      selection?: BulkSelection;
      change?: BulkChange;
    } = {},
    as: Identity = admin,
  ) =>
    scene.database().as(as, (tx) =>
      draftBulkUpdate(
        tx,
        as,
        draftBulkUpdateInput.parse({
          target: 'items',
          selection: { filter: { search: 'priced' } },
          change: { method: 'percent', value: '10' },
          ...input,
        }),
      ),
    );
  return {
    ...scene,
    draft,
    start: (id: string, as: Identity = admin, batchSize = 2_000) =>
      scene.database().as(as, (tx) => startBulkUpdate(tx, as, id, batchSize)),
    undo: (id: string, rest = false, as: Identity = admin) =>
      scene.database().as(as, (tx) => undoBulkUpdate(tx, as, id, rest)),
    update: (id: string) => scene.database().as(admin, (tx) => getUpdate(tx, id)),
    work: scene.start,
    /** Every price, rate and project's rate, to the last digit. */
    everything: () =>
      scene.query(
        `select 'item ' || code as what, unit_price::text as value from public.library_items
         union all select 'resource ' || code, rate::text from public.resources
         union all select 'rate ' || r.code || ' ' || p.effective_from || ' ' || coalesce(p.effective_to::text, 'open'), p.rate::text
           from public.project_rates p join public.resources r on r.id = p.resource_id
         order by 1, 2`,
      ),
    changesOf: (id: string) =>
      scene.query(
        `select position, row_id, old_value, new_value from public.bulk_changes where bulk_update_id = $1 order by position`,
        [id],
      ),
  };
}
