import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type {
  changeEstimateLineInput,
  estimateLine,
  removedEstimateLine,
} from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import type { OpenEstimate } from './get-open-estimate.ts';
import { lineOf } from './get-project.ts';
import { getWritableEstimate, keepElements } from './hold-estimate.ts';
import { holdLines, type StandingLine } from './hold-lines.ts';
import { takeOut } from './remove-estimate-lines.ts';

/** Which line is meant, and as of which revision it was seen. */
interface SeenLine {
  estimateId: string;
  lineId: string;
  revision: string;
}

/**
 * Gives a line another quantity, agreed price or element, unless somebody changed it since it was seen. Frozen versions have
 * lines of their own and stay as they are.
 * @throws {PublicError} `not_found`, `forbidden` for those who are no members, `conflict` for a frozen estimate or a line that
 * was changed meanwhile.
 */
export async function changeEstimateLine(
  tx: Tx,
  identity: Identity,
  seen: SeenLine,
  { quantity, unit_price, element_id }: Omit<z.infer<typeof changeEstimateLineInput>, 'revision'>,
  at: Date,
): Promise<z.infer<typeof estimateLine>> {
  const estimate = await getWritableEstimate(tx, identity, seen.estimateId);
  await keepElements(tx, estimate, [element_id]);
  await holdLine(tx, estimate, seen);
  const set = [
    ...(quantity === undefined ? [] : [sql`quantity = ${quantity}::numeric`]),
    ...(unit_price === undefined ? [] : [sql`unit_price = ${unit_price}::numeric`]),
    ...(element_id === undefined ? [] : [sql`element_id = ${element_id}::uuid`]),
  ];
  await sql`update public.estimate_items set ${sql.join(set)} where id = ${seen.lineId}`.execute(
    tx,
  );
  return lineOf(tx, estimate.project_id, at, seen.lineId);
}

/**
 * Takes a line out of an estimate and its use back, unless somebody changed it since it was seen. Gives what is needed to put
 * it back as it was.
 * @throws {PublicError} as `changeEstimateLine`
 */
export async function removeEstimateLine(
  tx: Tx,
  identity: Identity,
  seen: SeenLine,
): Promise<z.infer<typeof removedEstimateLine>> {
  const estimate = await getWritableEstimate(tx, identity, seen.estimateId);
  const line = await holdLine(tx, estimate, seen);
  const [removed] = await takeOut(tx, seen.estimateId, [line]);
  if (!removed) throw new Error(`The line ${line.id}, just removed, cannot be told.`);
  return removed;
}

/** The line, held until the transaction ends, for those who saw it as it is. */
async function holdLine(
  tx: Tx,
  estimate: OpenEstimate,
  { lineId, revision }: SeenLine,
): Promise<StandingLine> {
  const [line] = await holdLines(tx, estimate, [lineId]);
  if (!line) {
    throw new PublicError(
      'not_found',
      `"${estimate.name}" has no line ${lineId}; somebody may have removed it meanwhile.`,
    );
  }
  if (line.revision !== revision) {
    const price = line.unit_price === null ? '' : `, at an agreed ${line.unit_price}`;
    throw new PublicError(
      'conflict',
      `"${line.item}" was changed by somebody else meanwhile: it is ${line.quantity} ${line.unit}${price} now. Look at it, then change it again.`,
      { field: 'revision' },
    );
  }
  return line;
}
