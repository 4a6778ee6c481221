import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  exportQuery,
  importStarted,
  largestLibraryFile,
  libraryImport,
  libraryImports,
  startImportInput,
  uploadQuery,
} from '../../contract/library-files.ts';
import { requireAdmin } from '../../database/identity.ts';
import {
  getImport,
  listImports,
  removeImport,
} from '../../database/queries/library-files/imports.ts';
import { exportLibrary } from '../../operations/export-library.ts';
import { giveFile, startImport, withFields } from '../../operations/library-imports.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** A library's way out, for everyone signed in; and for administrators what was given to be imported. */
export function libraryFileRoutes({ database, now }: Dependencies) {
  const app = openApiApp();

  app.openapi(exported, async (c) => {
    const { format, table, ...filter } = c.req.valid('query');
    const identity = c.get('identity');
    const stream = await exportLibrary(
      (query) => database.as(identity, query, { readOnly: true }),
      { filter, format, table },
      now(),
    );
    const name = format === 'bc3' ? 'library.bc3' : `library-${table}.${format}`;
    return c.body(stream, 200, {
      'Content-Type': mediaTypes[format],
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    });
  });

  app.openapi(imports, async (c) => {
    requireAdmin(c.get('identity'), 'import into the library');
    return c.json(await database.as(c.get('identity'), listImports, { readOnly: true }), 200);
  });

  app.openapi(one, async (c) => {
    const { id: importId } = c.req.valid('param');
    requireAdmin(c.get('identity'), 'import into the library');
    const kept = await database.as(c.get('identity'), (tx) => getImport(tx, importId), {
      readOnly: true,
    });
    return c.json(withFields(kept), 200);
  });

  app.openapi(start, async (c) => {
    const identity = c.get('identity');
    requireAdmin(identity, 'import into the library');
    const { id: importId } = c.req.valid('param');
    const input = c.req.valid('json');
    const started = await database.as(identity, (tx) => startImport(tx, identity, importId, input));
    return c.json(started, 202);
  });

  app.openapi(remove, async (c) => {
    requireAdmin(c.get('identity'), 'import into the library');
    const { id: importId } = c.req.valid('param');
    await database.as(c.get('identity'), (tx) => removeImport(tx, importId));
    return c.body(null, 204);
  });

  return app;
}

/** Giving a file: apart from the others, since it may be larger than what they take. */
export function libraryUploadRoutes({ database }: Dependencies) {
  const app = openApiApp();
  app.openapi(upload, async (c) => {
    const identity = c.get('identity');
    requireAdmin(identity, 'import into the library');
    const { name } = c.req.valid('query');
    const content = new Uint8Array(await c.req.arrayBuffer());
    return c.json(await database.as(identity, (tx) => giveFile(tx, name, content)), 201);
  });
  return app;
}

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  bc3: 'application/octet-stream',
} as const;
const file = { schema: z.string().meta({ format: 'binary' }) };
const params = z.object({ id });

const exported = createRoute({
  method: 'get',
  path: '/export',
  summary: 'The library as a file: CSV, Excel, or BC3 (FIEBDC-3)',
  description:
    'What the list shows with the same parameters, or all of it. CSV and Excel hold one `table`; BC3 holds items with their build-ups, down to the resources.',
  security: bearer,
  request: { query: exportQuery },
  responses: {
    200: {
      description: 'The file, as it is read.',
      content: { [mediaTypes.xlsx]: file, [mediaTypes.csv]: file, [mediaTypes.bc3]: file },
    },
    ...failures,
  },
});

const upload = createRoute({
  method: 'post',
  path: '/',
  summary: 'Give a file to be imported into the library',
  description: `CSV, Excel (.xlsx) or BC3, as it is, of up to ${largestLibraryFile / 1024 / 1024} MB. Nothing is imported yet: the answer shows what is in it and how it would be read.`,
  security: bearer,
  request: {
    query: uploadQuery,
    body: { required: true, content: { 'application/octet-stream': file } },
  },
  responses: { 201: jsonAnswer('The file as it was found.', libraryImport), ...failures },
});

const imports = createRoute({
  method: 'get',
  path: '/imports',
  summary: 'The files given last',
  security: bearer,
  responses: { 200: jsonAnswer('The files, newest first.', libraryImports), ...failures },
});

const one = createRoute({
  method: 'get',
  path: '/imports/{id}',
  summary: 'A file that was given, and what a check or the import said',
  security: bearer,
  request: { params },
  responses: { 200: jsonAnswer('The file.', libraryImport), ...failures },
});

const start = createRoute({
  method: 'post',
  path: '/imports/{id}/runs',
  summary: 'Check a file, or import it, in the background',
  description:
    'With `dry_run` everything is done and taken back: the report says what an import would do.',
  security: bearer,
  request: { params, body: jsonBody(startImportInput) },
  responses: { 202: jsonAnswer('It is enqueued.', importStarted), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/imports/{id}',
  summary: 'Remove a file that was given; what was imported stays',
  security: bearer,
  request: { params },
  responses: { 204: { description: 'It is removed.' }, ...failures },
});
