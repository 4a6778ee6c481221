import type { LibraryFormat, LibraryTable } from '../contract/library-files.ts';
import type { Tx } from '../database/database.ts';
import {
  type LibraryFilter,
  readHeadings,
  readItemIds,
  readItems,
  readManner,
  readResources,
} from '../database/queries/library-files/read-library.ts';
import { type LibrarySource, pieceSize, writeBc3, writeCsv, writeXlsx } from '../exchange/index.ts';

/** Runs a query in a transaction of its own, as whoever asked. */
export type Ask = <T>(query: (tx: Tx) => Promise<T>) => Promise<T>;

/** What is exported: the items that match, with all they are built of where the format or the table holds that. */
export interface LibraryExport {
  filter: LibraryFilter;
  format: LibraryFormat;
  /** Of CSV and Excel, which hold one. */
  table: LibraryTable;
}

/**
 * The library as a file, in pieces as they are taken: the ids of its items and one piece are held, and a connection
 * only while a piece is read. The first is read before this returns, so that what fails at once is told as an error.
 */
export async function exportLibrary(
  ask: Ask,
  { filter, format, table }: LibraryExport,
  now: Date,
): Promise<ReadableStream<Uint8Array>> {
  const source = await ask(async (tx): Promise<LibrarySource> => {
    const whole = filter.search === '' && !filter.section && !filter.division;
    return {
      whole,
      ...(await readManner(tx)),
      itemIds: await readItemIds(tx, filter),
      headings: () => ask(readHeadings),
      items: (ids) => ask((piece) => readItems(piece, ids, { costs: format === 'bc3' })),
      resources: (of) =>
        ask((piece) => readResources(piece, 'ids' in of ? of : { ...of, limit: pieceSize })),
    };
  });
  if (format === 'xlsx') return writeXlsx(table, source);
  return streamOf(format === 'csv' ? writeCsv(table, source) : writeBc3(source, now));
}

/** Pieces as they are pulled; a reader that goes away ends them. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });
}
