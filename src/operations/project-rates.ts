import { PublicError } from '../contract/errors.ts';
import type { AddRateInput, ChangeRateInput, ImportRatesInput } from '../contract/project-rates.ts';
import type { Tx } from '../database/database.ts';
import { getNamedResource, getRateHistory } from '../database/queries/project-rates/get-history.ts';
import { planImport, takeOverRates } from '../database/queries/project-rates/import-rates.ts';
import {
  deleteRate,
  findRate,
  insertRate,
  type Period,
  ratesWithin,
  type StoredRate,
  updateRate,
} from '../database/queries/project-rates/write-rates.ts';
import {
  type AccessibleProject,
  getReadableProject,
} from '../database/queries/projects/get-access.ts';

/**
 * Gives a project a rate of its own for a resource, and gives everything known of that resource's rates.
 * @throws {PublicError} `conflict` naming the rate that is in force then already, `not_found` for an unknown resource.
 */
export async function addRate(tx: Tx, project: AccessibleProject, input: AddRateInput, now: Date) {
  const { resource_id, rate, end_earlier } = input;
  const from = input.effective_from === undefined ? now : new Date(input.effective_from);
  let to = input.effective_to == null ? null : new Date(input.effective_to);
  refuseBackwards(from, to);
  const { name } = await getNamedResource(tx, resource_id);
  const clashes = await ratesWithin(tx, project.id, resource_id, { from, to });
  const [earlier] = clashes;
  if (end_earlier && earlier && new Date(earlier.effective_from) < from) {
    await updateRate(tx, earlier.id, { to: from });
    const next = clashes[1]?.effective_from ?? earlier.effective_to;
    if (input.effective_to == null && next !== null) to = new Date(next);
  }
  const period = { rate, from, to };
  refuseClashes(name, project, from, await ratesWithin(tx, project.id, resource_id, period));
  await insertRate(tx, project.id, resource_id, period);
  return getRateHistory(tx, project, resource_id);
}

/** Corrects a rate: its value, or when it is in force. */
export async function changeRate(
  tx: Tx,
  project: AccessibleProject,
  rateId: string,
  input: ChangeRateInput,
) {
  const stored = await heldRate(tx, project, rateId);
  const change: Partial<Period> = {
    ...(input.rate !== undefined && { rate: input.rate }),
    ...(input.effective_from !== undefined && { from: new Date(input.effective_from) }),
    ...(input.effective_to !== undefined && {
      to: input.effective_to === null ? null : new Date(input.effective_to),
    }),
  };
  const from = change.from ?? new Date(stored.effective_from);
  const end = stored.effective_to === null ? null : new Date(stored.effective_to);
  const to = change.to === undefined ? end : change.to;
  refuseBackwards(from, to);
  const times = { from, to };
  if (change.from !== undefined || change.to !== undefined) {
    const clashes = await ratesWithin(tx, project.id, stored.resource_id, times, stored.id);
    const { name } = await getNamedResource(tx, stored.resource_id);
    refuseClashes(name, project, from, clashes);
  }
  await updateRate(tx, stored.id, change);
  return getRateHistory(tx, project, stored.resource_id);
}

/** Removes a rate, as one that was never in force; who removed it stays in its history. */
export async function removeRate(tx: Tx, project: AccessibleProject, rateId: string) {
  const stored = await heldRate(tx, project, rateId);
  await deleteRate(tx, stored.id);
  return getRateHistory(tx, project, stored.resource_id);
}

/**
 * Takes over the rates another project has in force, or says what that would do.
 * @throws {PublicError} `invalid_input` for the project itself, and for one in another currency; `not_found` for one
 * that whoever asks may not see.
 */
export async function importRates(
  tx: Tx,
  project: AccessibleProject,
  input: ImportRatesInput,
  now: Date,
) {
  const field = 'from_project_id';
  const source = await getReadableProject(tx, input.from_project_id);
  if (source.id === project.id) {
    throw new PublicError('invalid_input', `${field}: choose another project than this one.`, {
      field,
    });
  }
  if (source.currency !== project.currency) {
    throw new PublicError(
      'invalid_input',
      `${field}: its rates are in ${source.currency}, this project’s in ${project.currency}; choose one in the same currency.`,
      { field },
    );
  }
  const at = input.effective_from === undefined ? now : new Date(input.effective_from);
  const plan = { from: source.id, to: project.id, at, replace: input.replace };
  const rates = await planImport(tx, plan);
  if (!input.dry_run) await takeOverRates(tx, plan);
  const count = (outcome: (typeof rates)[number]['outcome']) =>
    rates.filter((rate) => rate.outcome === outcome).length;
  return {
    added: count('added'),
    replaced: count('replaced'),
    kept: count('kept'),
    same: count('same'),
    rates,
  };
}

async function heldRate(tx: Tx, project: AccessibleProject, rateId: string): Promise<StoredRate> {
  const stored = await findRate(tx, project.id, rateId);
  if (!stored) throw new PublicError('not_found', `This project has no rate ${rateId}.`);
  return stored;
}

function refuseBackwards(from: Date, to: Date | null): void {
  if (to !== null && to <= from) {
    throw new PublicError('invalid_input', 'effective_to: must be after effective_from.', {
      field: 'effective_to',
    });
  }
}

/** Names what is in the way. The database would refuse it too, but not say which rate it is. */
function refuseClashes(
  name: string,
  { currency }: AccessibleProject,
  from: Date,
  clashes: readonly StoredRate[],
): void {
  const [first] = clashes;
  if (!first) return;
  const until = first.effective_to === null ? 'on' : `until ${day(first.effective_to)}`;
  const more = clashes.length > 1 ? ` and ${clashes.length - 1} more` : '';
  const [start, begin] = [new Date(first.effective_from).getTime(), from.getTime()];
  const remedy =
    start > begin
      ? 'End this one by then'
      : start === begin
        ? 'Correct that one'
        : 'End that one first ("end_earlier": true)';
  const field = start > begin ? 'effective_to' : 'effective_from';
  throw new PublicError(
    'conflict',
    `${field}: ${name} has a rate of ${first.rate} ${currency} from ${day(first.effective_from)} ${until}${more} already. ${remedy}, or choose a time it is not in force.`,
    {
      field,
      clashes: clashes.map(({ id, rate, effective_from, effective_to }) => ({
        id,
        rate: Number(rate),
        effective_from,
        effective_to,
      })),
    },
  );
}

const day = (iso: string) => iso.slice(0, 10);
