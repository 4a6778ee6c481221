import { sql } from 'kysely';
import type { z } from 'zod';
import type {
  thresholdInput,
  thresholds,
  thresholdTarget,
} from '../../../contract/price-changes.ts';
import type { Tx } from '../../database.ts';

type Answer = z.infer<typeof thresholds>;

/** The thresholds that were set: the library's, then those of sections and items by code. */
export async function listThresholds(tx: Tx): Promise<Answer> {
  const { rows } = await sql<Answer['thresholds'][number]>`
    select t.library_item_id as item, t.section_id as section, coalesce(i.code, n.code) as code, t.least_size,
      t.least_strength, t.is_on, t.changed_at
    from public.price_change_thresholds t
    left join public.library_items i on i.id = t.library_item_id
    left join public.sections n on n.id = t.section_id
    order by num_nonnulls(t.section_id, t.library_item_id), t.library_item_id is not null, code`.execute(
    tx,
  );
  return { thresholds: rows };
}

/** Sets the threshold of an item, a section, or the library; it counts from the next run on. */
export async function setThreshold(
  tx: Tx,
  { item, section, ...set }: z.infer<typeof thresholdInput>,
): Promise<void> {
  await sql`
    insert into public.price_change_thresholds (library_item_id, section_id, least_size, least_strength, is_on)
    values (${item ?? null}, ${section ?? null}, ${set.least_size}, ${set.least_strength}, ${set.is_on})
    on conflict (section_id, library_item_id) do update set least_size = excluded.least_size,
      least_strength = excluded.least_strength, is_on = excluded.is_on, changed_by = auth.uid(), changed_at = now()`.execute(
    tx,
  );
}

/** Removes it: what holds of the section, the library, or everywhere, holds again. */
export async function removeThreshold(
  tx: Tx,
  { item, section }: z.infer<typeof thresholdTarget>,
): Promise<void> {
  await sql`
    delete from public.price_change_thresholds
    where library_item_id is not distinct from ${item ?? null}::uuid and section_id is not distinct from ${section ?? null}::uuid`.execute(
    tx,
  );
}
