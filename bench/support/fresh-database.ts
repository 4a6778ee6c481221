import pg from 'pg';
import { migrate } from '../../src/database/migrate.ts';

/** Does `work` on a migrated database of its own on the server of `url`, and removes it. */
export async function withFreshDatabase<Result>(
  url: string,
  work: (client: pg.Client, url: string) => Promise<Result>,
): Promise<Result> {
  const name = `ratebook_bench_${process.pid}`;
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query(`create database ${name}`);
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    await migrate(own.href);
    const client = new pg.Client(own.href);
    await client.connect();
    return await work(client, own.href).finally(() => client.end());
  } finally {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}
