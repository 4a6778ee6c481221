import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Keeps how many jobs of each queue wait and run, once a minute however many workers ask. */
export async function sampleQueues(tx: Tx): Promise<void> {
  await sql`select ratebook.sample_queues()`.execute(tx);
}
