import { ApiError, request, withQuery } from './api.ts';
import { getSession } from './session.ts';
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
  const answer = await fetch(path, { headers: authorization() }).catch(unreachable);
  if (!answer.ok) await whatItSays(answer);
  const named = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '');
  const address = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement('a'), {
    href: address,
    download: named?.[1] ?? name,
  });
  link.click();
  // The browser has begun to keep it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

/** The library in and out of files. */
export const filesApi = {
  imports: () => request<LibraryImports>(base),
  one: (id: string) => request<LibraryImport>(`${base}/${id}`),
  give: async (file: File) => {
    const answer = await fetch(withQuery(base, { name: file.name }), {
      method: 'POST',
      headers: { ...authorization(), 'content-type': 'application/octet-stream' },
      body: file,
    }).catch(unreachable);
    return (await whatItSays(answer)) as LibraryImport;
  },
  start: (id: string, dry_run: boolean, mapping: FileMapping) =>
    request<ImportStarted>(`${base}/${id}/runs`, { method: 'POST', body: { dry_run, mapping } }),
  remove: (id: string) => request<null>(`${base}/${id}`, { method: 'DELETE' }),
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

function authorization(): Record<string, string> {
  const token = getSession()?.access_token;
  return token ? { authorization: `Bearer ${token}` } : {};
}

function unreachable(): never {
  throw new ApiError(
    0,
    'unreachable',
    'Ratebook does not answer; check that it runs, then try again.',
  );
}

async function whatItSays(answer: Response): Promise<unknown> {
  const body = await answer.json().catch(() => null);
  if (answer.ok) return body;
  const { error, code } = (body ?? {}) as { error?: string; code?: string };
  throw new ApiError(
    answer.status,
    code ?? 'internal',
    error ?? `The server answered ${answer.status} without saying why.`,
  );
}
