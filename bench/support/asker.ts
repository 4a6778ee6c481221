import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { JobName } from '../../src/contract/jobs.ts';
import type { Database } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { getRun } from '../../src/database/queries/jobs/list-runs.ts';
import { makeStandBack } from '../../src/jobs/threads/stand-back.ts';
import { ask, type Ground } from '../../test/support/every-job.ts';

/** Between two looks at whether a run has ended, in milliseconds. */
const lookMs = 200;

/**
 * Keeps jobs of some kinds running. What it does to ask for them, such as drafting bulk updates one after the other, stands
 * back: it is the load's doing, and neither a job nor what people wait for.
 */
export class Asker {
  /** How many of each kind ran while it last kept asking. */
  readonly runs = new Map<JobName, number>();
  readonly #database: Database;
  readonly #ground: Ground;
  #asked = 0;

  constructor(database: Database, ground: Ground) {
    this.#database = database;
    this.#ground = ground;
  }

  /** One of each kind at a time, the next as soon as one has ended, until `until`; then waits for the last. */
  async keepAsking(names: readonly JobName[], until: Promise<unknown>): Promise<void> {
    let over = false;
    void until.then(() => {
      over = true;
    });
    this.runs.clear();
    await Promise.all(names.map(() => this.#standBack()));
    await Promise.all(
      names.map(async (name) => {
        do {
          const id = await ask(this.#database, name, this.#ground, this.#asked++);
          // Null where the schedule's own run is there already; that one loads the server as well.
          await (id === null ? pause(lookMs) : this.#ended(name, id));
          this.runs.set(name, (this.runs.get(name) ?? 0) + 1);
        } while (!over);
      }),
    );
  }

  /** Has the process of a connection stand back; asked for at once as often as there are connections, each of them. */
  async #standBack(): Promise<void> {
    const { rows } = await this.#database.as(service, (tx) =>
      sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.1)`.execute(tx),
    );
    for (const { pid } of rows) makeStandBack(pid);
  }

  async #ended(name: JobName, id: string): Promise<void> {
    for (;;) {
      const run = await this.#database.as(service, (tx) => getRun(tx, id));
      if (run.status === 'failed') throw new Error(`${name}: ${run.error_message}`);
      if (run.status === 'completed') return;
      await pause(lookMs);
    }
  }
}
