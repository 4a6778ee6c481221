import { sql } from 'kysely';
import type { z } from 'zod';
import type { costPreset, savePresetInput } from '../../../contract/cost-calculations.ts';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';

type Preset = z.infer<typeof costPreset>;

/** The markups a project uses, by name. */
export async function listPresets(tx: Tx, projectId: string): Promise<Preset[]> {
  const { rows } = await sql<Preset>`
    select id, name, options from public.cost_presets where project_id = ${projectId} order by name, id`.execute(
    tx,
  );
  return rows;
}

/** Keeps markups under a name; those of the same name are replaced. */
export async function savePreset(
  tx: Tx,
  projectId: string,
  { name, options }: z.infer<typeof savePresetInput>,
): Promise<Preset> {
  const { rows } = await sql<Preset>`
    insert into public.cost_presets (project_id, name, options)
    values (${projectId}, ${name}, ${JSON.stringify(options)}::jsonb)
    on conflict (project_id, name) do update set options = excluded.options
    returning id, name, options`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The markups just kept cannot be read.');
  return row;
}

/** @throws {PublicError} `not_found` */
export async function removePreset(tx: Tx, projectId: string, id: string): Promise<void> {
  const removed =
    await sql`delete from public.cost_presets where id = ${id} and project_id = ${projectId}`.execute(
      tx,
    );
  if (Number(removed.numAffectedRows) === 0) {
    throw new PublicError('not_found', `This project keeps no markups ${id}.`);
  }
}
