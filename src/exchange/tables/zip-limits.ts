import { UnreadableFile } from '../records.ts';

/** Most bytes a workbook may unpack to: a million cells are about 60 MB. */
export const largestUnpacked = 256 * 1024 * 1024;
const mostEntries = 10_000;
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endSize = 22;
const longestComment = 0xffff;

/**
 * Refuses a ZIP archive that says it unpacks to more than a workbook would, by its directory: it is read before
 * anything is unpacked. An entry that unpacks to more than it says is refused by whoever unpacks it, so an entry that
 * says nothing at all is refused here.
 * @throws {UnreadableFile}
 */
export function refuseZipBomb(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === null)
    throw new UnreadableFile('The file is no Excel workbook (.xlsx), or it was cut off.');
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let unpacked = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (
      entries > mostEntries ||
      at + 46 > bytes.length ||
      view.getUint32(at, true) !== entrySignature
    ) {
      throw new UnreadableFile('The workbook’s directory is damaged.');
    }
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    unpacked += size;
    if ((size === 0 && packed > 2) || unpacked > largestUnpacked) {
      const most = largestUnpacked / 1024 / 1024;
      throw new UnreadableFile(
        `The workbook unpacks to more than ${most} MB; split it into smaller ones.`,
      );
    }
    at +=
      46 +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
  }
}

/** Where the end of the directory stands: at the very end, before a comment. */
function endOfDirectory(view: DataView): number | null {
  const last = view.byteLength - endSize;
  for (let at = last; at >= Math.max(0, last - longestComment); at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return null;
}
