/**
 * A library in and out of files: CSV, Excel and BC3. It knows neither database nor server: bytes come in and records go
 * out, or rows come in and bytes go out, piece by piece.
 */
export { writeBc3 } from './bc3/index.ts';
export { lookAtFile, type ReadRecord, readLibraryFile } from './file.ts';
export { type LibrarySource, pieceSize } from './library-source.ts';
export { UnreadableFile } from './records.ts';
export { fieldsOf, tableNames } from './tables/fields.ts';
export { writeCsv, writeXlsx } from './tables/write.ts';
