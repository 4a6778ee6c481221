import { sql } from 'kysely';
import type { z } from 'zod';
import { counted } from '../../../contract/counted.ts';
import { PublicError } from '../../../contract/errors.ts';
import type {
  addElementInput,
  changeElementInput,
  estimateElement,
  removedElement,
  removeElementQuery,
} from '../../../contract/estimate-elements.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import type { OpenEstimate } from './get-open-estimate.ts';
import { holdEstimate } from './hold-estimate.ts';

type Element = z.infer<typeof estimateElement>;

/**
 * Of an element `e`: another once it has another name. Its place is not told by it: one that others move past was changed
 * by nobody.
 */
export const elementRevision = sql`md5(e.name)`;

/** Which element is meant, and as of which revision it was seen. */
interface SeenElement {
  estimateId: string;
  elementId: string;
  revision: string;
}

/**
 * Makes an element of an estimate, or puts one back that was removed, with such of its lines as are in no element still.
 * @throws {PublicError} `not_found`, `forbidden` for those who are no members, `conflict` for a frozen estimate, a name that
 * another of its elements has, or an element that is there.
 */
export async function addElement(
  tx: Tx,
  identity: Identity,
  estimateId: string,
  { id, name, position, line_ids }: z.infer<typeof addElementInput>,
): Promise<Element> {
  const estimate = await holdEstimate(tx, identity, estimateId);
  await requireFreeName(tx, estimate, name);
  const { rows } = await sql<{ id: string }>`
    insert into public.estimate_elements (id, estimate_id, project_id, name, position)
    values (coalesce(${id ?? null}::uuid, gen_random_uuid()), ${estimateId}, ${estimate.project_id}, ${name},
      (select coalesce(max(position) + 1, 0) from public.estimate_elements where estimate_id = ${estimateId}))
    on conflict (id) do nothing returning id`.execute(tx);
  const [added] = rows;
  if (!added) {
    throw new PublicError(
      'conflict',
      `There is an element ${id} already; leave id out to make another.`,
      { field: 'id' },
    );
  }
  if (position !== undefined) await place(tx, estimateId, added.id, position);
  await sql`update public.estimate_items set element_id = ${added.id}
    where estimate_id = ${estimateId} and id = any(${line_ids}::uuid[]) and element_id is null`.execute(
    tx,
  );
  return elementOf(tx, added.id);
}

/**
 * Gives an element another name or place among the others, unless somebody renamed it since it was seen. Frozen versions
 * keep the name they were bid with.
 * @throws {PublicError} as `addElement`, and `conflict` where it was renamed meanwhile
 */
export async function changeElement(
  tx: Tx,
  identity: Identity,
  seen: SeenElement,
  { name, position }: Omit<z.infer<typeof changeElementInput>, 'revision'>,
): Promise<Element> {
  const estimate = await holdEstimate(tx, identity, seen.estimateId);
  await holdElement(tx, estimate, seen);
  if (name !== undefined) {
    await requireFreeName(tx, estimate, name, seen.elementId);
    await sql`update public.estimate_elements set name = ${name} where id = ${seen.elementId}`.execute(
      tx,
    );
  }
  if (position !== undefined) await place(tx, seen.estimateId, seen.elementId, position);
  return elementOf(tx, seen.elementId);
}

/**
 * Removes an element, unless somebody renamed it since it was seen. Its lines are never lost: where it has any, it stays, or
 * with `release` they are in no element from then on. Gives what is needed to put it back as it was.
 * @throws {PublicError} as `changeElement`, and `conflict` where it has lines that nothing is said of
 */
export async function removeElement(
  tx: Tx,
  identity: Identity,
  seen: SeenElement,
  lines: z.infer<typeof removeElementQuery>['lines'],
): Promise<z.infer<typeof removedElement>> {
  const estimate = await holdEstimate(tx, identity, seen.estimateId);
  const { name } = await holdElement(tx, estimate, seen);
  // Who adds a line to it waits until it is gone, and is told so.
  const { rows } = await sql<{ line_ids: string[]; position: number }>`
    select array(select id from public.estimate_items where element_id = e.id and estimate_id = e.estimate_id order by id)
        as line_ids,
      (select count(*)::int from public.estimate_elements o where o.estimate_id = e.estimate_id
        and (o.position, o.name, o.id) < (e.position, e.name, e.id)) as position
    from public.estimate_elements e where e.id = ${seen.elementId}`.execute(tx);
  const { line_ids = [], position = 0 } = rows[0] ?? {};
  if (line_ids.length > 0 && lines === 'refuse') {
    const them = counted(line_ids.length, 'line');
    throw new PublicError(
      'conflict',
      `"${name}" has ${them}; move them to another element first, or ask with lines=release to leave them in none.`,
      { field: 'lines' },
    );
  }
  // By its foreign keys the lines go on without it, and so do the uses recorded in it.
  await sql`delete from public.estimate_elements where id = ${seen.elementId}`.execute(tx);
  return { id: seen.elementId, name, position, line_ids };
}

/** The element, held until the transaction ends, for those who saw it as it is. */
async function holdElement(
  tx: Tx,
  estimate: OpenEstimate,
  { elementId, revision }: SeenElement,
): Promise<Element> {
  const { rows } = await sql<Element>`
    select id, name, ${elementRevision} as revision from public.estimate_elements e
    where id = ${elementId} and estimate_id = ${estimate.id} for update`.execute(tx);
  const [found] = rows;
  if (!found) {
    throw new PublicError(
      'not_found',
      `"${estimate.name}" has no element ${elementId}; somebody may have removed it meanwhile.`,
    );
  }
  if (found.revision !== revision) {
    throw new PublicError(
      'conflict',
      `The element was renamed by somebody else meanwhile: it is "${found.name}" now. Look at it, then change it again.`,
      { field: 'revision' },
    );
  }
  return found;
}

/** Two elements of one name could not be told apart where lines are frozen or compared. */
async function requireFreeName(
  tx: Tx,
  estimate: OpenEstimate,
  name: string,
  of?: string,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from public.estimate_elements
    where estimate_id = ${estimate.id} and lower(name) = lower(${name}) and id is distinct from ${of ?? null}::uuid`.execute(
    tx,
  );
  const [taken] = rows;
  if (!taken) return;
  throw new PublicError(
    'conflict',
    `"${estimate.name}" has an element "${taken.name}" already; give this one another name.`,
    { field: 'name' },
  );
}

/** Puts an element at a place among the others of its estimate; those that stay where they are, stay as they are. */
async function place(tx: Tx, estimateId: string, elementId: string, position: number) {
  await sql`
    with others as (
      select id, row_number() over (order by position, name, id) - 1 as place
      from public.estimate_elements where estimate_id = ${estimateId} and id <> ${elementId}
    ), wanted as (
      select id, row_number() over (order by place) - 1 as place
      from (select id, place from others union all select ${elementId}::uuid, ${position}::numeric - 0.5) as placed
    )
    update public.estimate_elements e set position = w.place
    from wanted w where e.id = w.id and e.position <> w.place`.execute(tx);
}

async function elementOf(tx: Tx, id: string): Promise<Element> {
  const { rows } = await sql<Element>`
    select id, name, ${elementRevision} as revision from public.estimate_elements e where id = ${id}`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error(`The element ${id}, just written, cannot be read.`);
  return row;
}
