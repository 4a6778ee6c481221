import { request, send, withQuery } from './api.ts';
import type {
  FileMapping,
  ImportStarted,
  LibraryFormat,
  LibraryImport,
  LibraryImports,
  LibraryTable,
} from './types.ts';

const base = '/api/library/imports';

/** Fetches a file with the reader's token, and gives it to the browser to keep, as `name` where it has none of its own. */
export async function downloadFile(path: string, name: string): Promise<void> {
  const answer = await send(path);
  const named = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '');
  saveFile(await answer.blob(), named?.[1] ?? name);
}

/** Gives the browser a file to keep. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // The browser has begun to keep it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

/** The library in and out of files. */
export const filesApi = {
  imports: () => request<LibraryImports>(base),
  one: (id: string) => request<LibraryImport>(`${base}/${id}`),
  give: async (file: File) => {
    const answer = await send(withQuery(base, { name: file.name }), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    });
    return (await answer.json()) as LibraryImport;
  },
  remove: (id: string) => request<null>(`${base}/${id}`, { method: 'DELETE' }),
  start: (id: string, dry_run: boolean, mapping: FileMapping) =>
    request<ImportStarted>(`${base}/${id}/runs`, { method: 'POST', body: { dry_run, mapping } }),
  download: (query: ExportQuery) =>
    downloadFile(withQuery('/api/library/export', { ...query }), 'library'),
};

/** What is exported: as the library's list is searched, in a format. */
export interface ExportQuery {
  format: LibraryFormat;
  table: LibraryTable;
  search?: string | undefined;
  division?: string | undefined;
  section?: string | undefined;
}
