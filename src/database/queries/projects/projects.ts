import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { addProjectInput, changeProjectInput } from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import { isDatabaseError } from '../../errors.ts';
import type { Identity } from '../../identity.ts';
import { getReadableProject, mayChangeProject } from './get-access.ts';

/**
 * Makes a project, which whoever makes it owns; gives its id.
 * @throws {PublicError} `conflict` for a code that another project has.
 */
export async function addProject(
  tx: Tx,
  identity: Identity,
  { started_on, county, region, ...said }: z.infer<typeof addProjectInput>,
): Promise<string> {
  const added = await tx
    .insertInto('projects')
    .values({
      ...said,
      ...(started_on !== undefined && { started_on }),
      county: county || null,
      region: region || null,
      created_by: identity.userId,
    })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) throw taken(said.code);
  return added.id;
}

/**
 * Changes what a project is, closes it or opens it again, unless somebody changed it since it was seen.
 * @throws {PublicError} `not_found`, `forbidden` for those who neither own it nor are administrators, `conflict` where it was
 * changed meanwhile, for a code that another project has, or for another currency once there are prices in the first.
 */
export async function changeProject(
  tx: Tx,
  projectId: string,
  { revision, county, region, ...change }: z.infer<typeof changeProjectInput>,
): Promise<void> {
  const now = await holdProject(tx, projectId);
  if (now.revision !== revision) {
    throw new PublicError(
      'conflict',
      `"${now.name}" was changed by somebody else meanwhile. Look at it, then change it again.`,
      { field: 'revision' },
    );
  }
  const { currency = now.currency, code = now.code } = change;
  if (currency !== now.currency) await requireNothingPriced(tx, projectId, now.currency, currency);
  try {
    await tx
      .updateTable('projects')
      .set({
        ...change,
        ...(county !== undefined && { county: county || null }),
        ...(region !== undefined && { region: region || null }),
      })
      .where('id', '=', projectId)
      .execute();
  } catch (error) {
    if (isDatabaseError(error) && error.code === '23505') throw taken(code);
    throw error;
  }
}

/**
 * The project as it is, held until the transaction ends, for those who may change it and who works in it.
 * @throws {PublicError} `not_found`, `forbidden` for those who neither own it nor are administrators.
 */
export async function holdProject(
  tx: Tx,
  projectId: string,
): Promise<{ name: string; code: string; currency: string; revision: string }> {
  await getReadableProject(tx, projectId);
  const { rows: allowed } = await sql`
    select from public.projects p where p.id = ${projectId} and ${mayChangeProject}`.execute(tx);
  // Whoever is to add a price to it waits, so that its currency changes before that or not at all.
  const held =
    allowed.length > 0 &&
    (await sql<{ name: string; code: string; currency: string; revision: string }>`
      select name, code, currency, xmin::text as revision from public.projects where id = ${projectId} for update`.execute(
      tx,
    ));
  const now = held ? held.rows[0] : undefined;
  if (!now) {
    throw new PublicError(
      'forbidden',
      'Only owners of this project and administrators may change it, or who works in it.',
      { hint: 'Ask an owner of the project to do it, or to make you one.' },
    );
  }
  return now;
}

/** What has been priced in one currency is not said in another. */
async function requireNothingPriced(
  tx: Tx,
  projectId: string,
  was: string,
  wanted: string,
): Promise<void> {
  const { rows } = await sql<{ what: string }>`
    select what from (values
      (1, 'rates of its own', exists (select from public.project_rates where project_id = ${projectId})),
      (2, 'agreed prices',
        exists (select from public.estimate_items where project_id = ${projectId} and unit_price is not null)),
      (3, 'captured prices', exists (select from public.price_snapshots where project_id = ${projectId})),
      (4, 'frozen estimates', exists (select from public.frozen_estimates where project_id = ${projectId})),
      (5, 'calculated costs', exists (select from public.cost_calculations where project_id = ${projectId}))
    ) as priced (nth, what, there) where there order by nth`.execute(tx);
  if (rows.length === 0) return;
  const priced = new Intl.ListFormat('en').format(rows.map(({ what }) => what));
  throw new PublicError(
    'conflict',
    `The project has ${priced} in ${was}; make another project for ${wanted}, and copy its estimates there.`,
    { field: 'currency' },
  );
}

const taken = (code: string) =>
  new PublicError('conflict', `There is a project "${code}" already; give this one another code.`, {
    field: 'code',
  });
