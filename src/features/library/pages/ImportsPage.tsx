import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Upload } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { tellError } from '../components/jobs/notices.ts';
import { LibraryPlaces } from '../components/LibraryPlaces.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { filesApi } from '../services/files-api.ts';
import * as format from '../services/format.ts';

const route = getRouteApi('/signed-in/imports');

/** Files to be imported into the library: one is given here, and those given last are found again. */
export function ImportsPage() {
  const navigate = route.useNavigate();
  const imports = useQuery({ queryKey: ['library', 'imports'], queryFn: filesApi.imports });
  const [busy, setBusy] = useState(false);
  const give = async (file: File | undefined) => {
    if (!file || busy) return;
    setBusy(true);
    try {
      const { id } = await filesApi.give(file);
      await navigate({ to: '/imports/$importId', params: { importId: id } });
    } catch (error) {
      tellError(error);
      setBusy(false);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void give(event.dataTransfer.files[0]);
  };
  return (
    <>
      <PageHeader title="Import" action={<LibraryPlaces />}>
        Items, resources and build-ups from CSV, Excel or BC3. You see what a file does before it
        does it.
      </PageHeader>
      <div className="grid grid-cols-1 gap-4 px-4 pb-8 sm:px-6">
        <label
          className="card flex cursor-pointer flex-col items-center gap-1 border-dashed px-4 py-8 text-center focus-within:outline-2 focus-within:outline-accent hover:bg-hover"
          onDragOver={(event) => event.preventDefault()}
          onDrop={drop}
        >
          <Upload size={18} aria-hidden className="text-quiet" />
          <span className="font-medium">
            {busy ? 'Looking at the file' : 'Choose a file, or drop it here'}
          </span>
          <span className="text-small text-quiet">.csv, .xlsx or .bc3, up to 32 MB</span>
          <input
            type="file"
            className="sr-only"
            accept=".csv,.txt,.xlsx,.bc3"
            disabled={busy}
            onChange={({ target }) => {
              void give(target.files?.[0]);
              // The same file may be given again after it was mended.
              target.value = '';
            }}
          />
        </label>
        {imports.error && <ErrorNote error={imports.error} retry={() => void imports.refetch()} />}
        {imports.isPending && <SkeletonRows rows={4} />}
        {imports.data?.imports.length === 0 && (
          <EmptyNote title="No file was given yet">
            What you give stands here for 30 days, with what it did.
          </EmptyNote>
        )}
        {imports.data && imports.data.imports.length > 0 && (
          <section aria-labelledby="given" className="card overflow-x-auto">
            <h2 id="given" className="heading border-b border-line px-3 py-2">
              Given last
            </h2>
            <table className="data">
              <tbody>
                {imports.data.imports.map((one) => (
                  <tr key={one.id}>
                    <td className="w-full max-w-0 truncate">
                      <Link
                        to="/imports/$importId"
                        params={{ importId: one.id }}
                        className="font-medium hover:underline"
                      >
                        {one.file_name}
                      </Link>
                    </td>
                    <td className="whitespace-nowrap text-quiet">
                      {one.imported ? 'imported' : 'not imported'}
                    </td>
                    <td className="number text-quiet max-sm:hidden">
                      {format.count(Math.ceil(one.bytes / 1024))} kB
                    </td>
                    <td className="number text-quiet max-sm:hidden">
                      {format.moment(one.created_at)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </>
  );
}
