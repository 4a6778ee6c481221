import { sql } from 'kysely';
import type { z } from 'zod';
import { counted } from '../../../contract/counted.ts';
import { PublicError } from '../../../contract/errors.ts';
import type { addEstimateInput } from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import type { AccessibleProject } from './get-access.ts';

type CopyOf = NonNullable<z.infer<typeof addEstimateInput>['copy_of']>;

/**
 * Puts elements and lines of an estimate that the user may see, exact, into another that was just begun, and records their use
 * there. Frozen versions, suggestions and what became of them stay with the first.
 * @throws {PublicError} `not_found`, and `conflict` where agreed prices are to be kept that are in another currency.
 */
export async function copyEstimate(
  tx: Tx,
  { estimate_id, agreed_prices }: CopyOf,
  into: { id: string; project: AccessibleProject },
): Promise<void> {
  const { rows } = await sql<{ name: string; currency: string; agreed: number }>`
    select e.name, p.currency, (select count(l.unit_price)::int from public.estimate_items l where l.estimate_id = e.id) as agreed
    from public.estimates e join public.projects p on p.id = e.project_id
    where e.id = ${estimate_id}`.execute(tx);
  const [source] = rows;
  if (!source) {
    throw new PublicError('not_found', `There is no estimate ${estimate_id} that you may see.`, {
      field: 'copy_of.estimate_id',
    });
  }
  const keep = agreed_prices === 'keep';
  if (keep && source.agreed > 0 && source.currency !== into.project.currency) {
    const prices = counted(source.agreed, 'agreed price');
    throw new PublicError(
      'conflict',
      `"${source.name}" has ${prices} in ${source.currency}, and this project pays in ${into.project.currency}; drop them, so that these lines follow build-up and catalogue.`,
      { field: 'copy_of.agreed_prices' },
    );
  }
  await sql`
    with elements as materialized (
      select id, gen_random_uuid() as copy, name, position from public.estimate_elements where estimate_id = ${estimate_id}
    ), made as (
      insert into public.estimate_elements (id, estimate_id, project_id, name, position)
      select copy, ${into.id}, ${into.project.id}, name, position from elements
    )
    insert into public.estimate_items (estimate_id, project_id, element_id, library_item_id, quantity, unit_price)
    select ${into.id}, ${into.project.id}, e.copy, l.library_item_id, l.quantity, case when ${keep} then l.unit_price end
    from public.estimate_items l left join elements e on e.id = l.element_id
    where l.estimate_id = ${estimate_id}`.execute(tx);
  await sql`select ratebook.record_uses(${into.id}::uuid,
    array(select id from public.estimate_items where estimate_id = ${into.id}))`.execute(tx);
}
