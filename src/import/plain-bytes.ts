import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ImportRefused } from './refused.ts';

/** What a file that is no text begins with, and what to tell the person who chose it. */
const strangers = [
  {
    magic: [0x50, 0x4b, 0x03, 0x04],
    is: 'a ZIP archive or an Excel workbook; save the sheet as CSV',
  },
  { magic: [0xff, 0xfe], is: 'text in UTF-16; save it as UTF-8' },
  { magic: [0xfe, 0xff], is: 'text in UTF-16; save it as UTF-8' },
  { magic: [0x25, 0x50, 0x44, 0x46], is: 'a PDF' },
] as const;

/**
 * The bytes of a text file that may be gzipped, which its first bytes tell and not its name.
 * @throws {ImportRefused} for an empty file, one that is no text, and gzip data that is corrupt or cut short.
 */
export async function* plainBytes(file: Readable): AsyncGenerator<Buffer> {
  const { head, all } = await peek(file);
  if (head.length === 0) throw new ImportRefused('The file is empty.');
  const gzipped = head[0] === 0x1f && head[1] === 0x8b;
  let first = true;
  for await (const chunk of gzipped ? gunzipped(all) : all) {
    if (first) refuseNonText(chunk);
    first = false;
    yield chunk;
  }
  if (first) throw new ImportRefused('The file is empty once decompressed.');
}

/** Reads the first chunk, or more where it is too short to tell; `all` gives it again with the rest. */
async function peek(file: Readable): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
  const chunks: AsyncIterator<Buffer> = file[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all() {
    try {
      yield head;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      file.destroy();
    }
  }
  return { head, all: all() };
}

async function* gunzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const feeding = pipeline(bytes, gunzip);
  // Its error is the one that reading from gunzip throws below.
  feeding.catch(() => {});
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new ImportRefused('The file is gzip data that is corrupt or cut short.', {
        cause: error,
      });
    }
    throw error;
  }
  await feeding;
}

function refuseNonText(start: Buffer): void {
  for (const { magic, is } of strangers) {
    if (magic.every((byte, at) => start[at] === byte)) {
      throw new ImportRefused(`The file is ${is}.`);
    }
  }
  if (start.includes(0)) {
    throw new ImportRefused('The file is binary data, not a CSV text.');
  }
}
