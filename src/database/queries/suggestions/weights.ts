import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** An item that the weights of an estimate's items speak for. */
export interface WeighedItem {
  library_item_id: string;
  score: number;
  /** Whether most estimates have it. */
  is_routine: boolean;
  /** The estimate's items that speak for it, strongest first, at most three. */
  because: {
    library_item_id: string;
    together: number;
    of: number;
    confidence: number;
    lift: number;
  }[];
}

/**
 * The items whose weights add up to more than 0 for an estimate of these items, never one of them: those that tell
 * estimates apart first, then the routine ones, by score. Null where nothing was learned of any of these items.
 */
export async function rankByWeights(
  tx: Tx,
  itemIds: readonly string[],
  limit: number,
): Promise<WeighedItem[] | null> {
  const { rows } = await sql<WeighedItem & { known: boolean }>`
    with mine as materialized (
      select library_item_id, number, estimates, paired, weight, together
      from public.library_item_weights where library_item_id = any (${itemIds}::uuid[])
    ), said as materialized (
      select m.number as speaker, p.paired, p.weight, p.together
      from mine m cross join lateral unnest(m.paired, m.weight, m.together) as p (paired, weight, together)
      where p.paired <> all (array(select number from mine))
    ), best as materialized (
      select w.number, w.library_item_id, w.estimates, w.of_estimates, w.is_routine, s.score
      from (select paired, sum(weight::float8) as score from said group by paired having sum(weight::float8) > 0) s
      join public.library_item_weights w on w.number = s.paired
      order by w.is_routine, s.score desc, w.number
      limit ${limit}
    ), reasons as (
      select b.number, json_agg(json_build_object(
          'library_item_id', r.library_item_id, 'together', r.together, 'of', r.estimates,
          'confidence', r.together::float8 / r.estimates,
          'lift', r.together::float8 * b.of_estimates / (r.estimates::float8 * b.estimates)) order by r.place) as because
      from best b join (
        select s.paired, s.together, m.library_item_id, m.estimates,
          row_number() over (partition by s.paired order by s.weight desc, m.number) as place
        from said s join mine m on m.number = s.speaker
        where s.weight > 0 and s.together > 0 and s.paired in (select number from best)) r
        on r.paired = b.number and r.place <= 3
      group by b.number
    )
    select b.library_item_id, b.score, b.is_routine, coalesce(r.because, '[]') as because, true as known
    from best b left join reasons r using (number)
    union all
    select null, null, null, null, exists (select from mine) where not exists (select from best)
    order by is_routine, score desc`.execute(tx);
  if (rows[0] && !rows[0].known) return null;
  return rows.filter((row) => row.library_item_id !== null).map(({ known: _, ...row }) => row);
}

/** The weights to keep, in compressed rows: item `i` has those from `offsets[i]` up to `offsets[i + 1]`. */
export interface WeightColumns {
  itemIds: readonly string[];
  offsets: Int32Array;
  paired: Int32Array;
  weight: Float32Array;
  together: Int32Array;
  /** Estimates that have each item. */
  counts: Int32Array;
  isRoutine: readonly boolean[];
  of: number;
}

/** Items written by one statement. */
const batchSize = 500;

/** Replaces all weights with these, in the caller's transaction; none where nothing could be learned. */
export async function writeWeights(tx: Tx, model: WeightColumns | null, asOf: Date): Promise<void> {
  await sql`delete from public.library_item_weights`.execute(tx);
  if (!model) return;
  for (let start = 0; start < model.itemIds.length; start += batchSize) {
    const batch = model.itemIds.slice(start, start + batchSize).flatMap((id, at) => {
      const item = start + at;
      const estimates = model.counts[item] ?? 0;
      if (estimates === 0) return [];
      const row = <Column extends Int32Array | Float32Array>(column: Column) =>
        Array.from(column.subarray(model.offsets[item], model.offsets[item + 1]));
      return {
        id,
        number: item,
        estimates,
        is_routine: model.isRoutine[item] ?? false,
        paired: row(model.paired),
        weight: row(model.weight),
        together: row(model.together),
      };
    });
    await sql`
      insert into public.library_item_weights
        (library_item_id, number, estimates, of_estimates, is_routine, paired, weight, together, as_of)
      select id, number, estimates, ${model.of}, is_routine, paired, weight, together, ${asOf}
      from json_to_recordset(${JSON.stringify(batch)}::json)
        as w (id uuid, number int, estimates int, is_routine bool, paired int[], weight real[], together int[])`.execute(
      tx,
    );
  }
}
