import type { Usage } from './usage.ts';

/** What of the package is used; at 70 MB it is not installed with the others. */
interface Connection {
  run(sql: string): Promise<unknown>;
  createAppender(table: string): Promise<{
    appendInteger(value: number): void;
    endRow(): void;
    closeSync(): void;
  }>;
  closeSync(): void;
}

/** DuckDB in memory, or null where it is not installed. */
export async function openDuckDb() {
  // Not a literal: the type checker would look for it.
  const name = '@duckdb/node-api';
  const found = await import(name).catch(() => null);
  if (found === null) {
    console.log(`DuckDB is left out: npm install --no-save ${name} brings it.`);
    return null;
  }
  return {
    /** Seconds in which a self-join counts all pairs, in both directions as ours. */
    async countPairs(
      { baskets, items }: Usage,
      best: (work: () => unknown) => Promise<number>,
    ): Promise<number> {
      const instance = await found.DuckDBInstance.create(':memory:');
      const connection: Connection = await instance.connect();
      await connection.run('create table usage (basket integer, item integer)');
      const rows = await connection.createAppender('usage');
      for (const [at, basket] of baskets.entries()) {
        rows.appendInteger(basket);
        rows.appendInteger(items[at] ?? 0);
        rows.endRow();
      }
      rows.closeSync();
      const seconds = await best(() =>
        connection.run(`create or replace table counted as
          select a.item, b.item as other, count(*) as together from usage a
          join usage b on b.basket = a.basket and b.item <> a.item group by 1, 2`),
      );
      connection.closeSync();
      instance.closeSync();
      return seconds;
    },
  };
}
