import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { plainBytes } from './plain-bytes.ts';

async function read(bytes: Buffer, chunkSize = 1 << 16): Promise<string> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize)
    chunks.push(bytes.subarray(at, at + chunkSize));
  return Buffer.concat(await Readable.from(plainBytes(Readable.from(chunks))).toArray()).toString();
}

const text = 'contract_id,quantity\n'.repeat(2_000);

describe('plainBytes', () => {
  it.each([1, 7, 1 << 16])(
    'gives plain and gzipped text alike, in chunks of %i bytes',
    async (size) => {
      expect(await read(Buffer.from(text), size)).toBe(text);
      expect(await read(gzipSync(text), size)).toBe(text);
    },
  );

  it('gives texts of a byte or two', async () => {
    expect(await read(Buffer.from('a'))).toBe('a');
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'The file is empty.'],
    ['an empty gzip file', gzipSync(''), 'empty once decompressed'],
    ['gzip data cut short', gzipSync(text).subarray(0, 60), 'corrupt or cut short'],
    ['corrupt gzip data', damaged(gzipSync(text)), 'corrupt or cut short'],
    ['a gzip header and nothing', Buffer.from([0x1f, 0x8b, 8, 0]), 'corrupt or cut short'],
    ['a workbook', Buffer.from('PK\u0003\u0004 and so on'), 'save the sheet as CSV'],
    ['UTF-16', Buffer.from('\ufeffcontract_id', 'utf16le'), 'save it as UTF-8'],
    ['binary data', Buffer.from([1, 2, 0, 4, 5]), 'binary data'],
    ['gzipped binary data', gzipSync(Buffer.alloc(100)), 'binary data'],
  ])('refuses %s', async (_, bytes, sentence) => {
    await expect(read(bytes)).rejects.toThrow(sentence);
  });

  it('passes on what went wrong with reading the file', async () => {
    const failing = Readable.from(
      (async function* () {
        yield gzipSync(text).subarray(0, 50);
        throw new Error('the disk is gone');
      })(),
    );
    await expect(Readable.from(plainBytes(failing)).toArray()).rejects.toThrow('the disk is gone');
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, 20, 40);
  return copy;
}
