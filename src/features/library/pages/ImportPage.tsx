import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { MappingForm } from '../components/files/MappingForm.tsx';
import { ReportView } from '../components/files/ReportView.tsx';
import { tellError } from '../components/jobs/notices.ts';
import { outcomeOf, RunProgress } from '../components/jobs/RunStatus.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { RemoveButton } from '../components/RemoveButton.tsx';
import { ErrorNote, PageSkeleton } from '../components/states.tsx';
import { api } from '../services/api.ts';
import { changesIn } from '../services/changes-in.ts';
import { filesApi } from '../services/files-api.ts';
import { follow } from '../services/followed.ts';
import * as format from '../services/format.ts';
import type { FileMapping, LibraryImport } from '../services/types.ts';
import { isOpen } from '../services/watch-run.ts';

const route = getRouteApi('/signed-in/imports/$importId');

/** One file: how it is read, what a check says, and the import itself. */
export function ImportPage() {
  const { importId } = route.useParams();
  const given = useQuery({
    queryKey: ['library', 'imports', importId],
    queryFn: () => filesApi.one(importId),
  });
  if (given.error && !given.data) {
    return (
      <>
        <PageHeader title="Import" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={given.error} retry={() => void given.refetch()} />
        </div>
      </>
    );
  }
  if (!given.data) return <PageSkeleton title="Import" rows={8} />;
  return <Given key={importId} given={given.data} />;
}

function Given({ given }: { given: LibraryImport }) {
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  const [mapping, setMapping] = useState(given.mapping);
  const run = useRun(given);
  const open = run !== undefined && isOpen(run);
  const failed = run?.status === 'failed' ? outcomeOf(run) : null;
  const imported = given.result !== null;
  // What was checked is what is imported: after a correction, it is checked again.
  const current = given.check !== null && keyOf(given.mapping) === keyOf(mapping);
  const rows = current && given.check ? changesIn(given.check) : 0;
  const start = async (dryRun: boolean, by: FileMapping) => {
    try {
      const { job_id } = await filesApi.start(given.id, dryRun, by);
      if (!dryRun) {
        const link = `/imports/${given.id}`;
        follow({ runId: job_id, title: `Importing ${given.file_name}`, link });
      }
      await queries.invalidateQueries({ queryKey: ['library', 'imports', given.id] });
    } catch (error) {
      tellError(error);
    }
  };
  const remove = async () => {
    await filesApi.remove(given.id);
    await navigate({ to: '/imports' });
    await queries.invalidateQueries({ queryKey: ['library', 'imports'], exact: true });
  };
  return (
    <>
      <PageHeader
        title={given.file_name}
        above={
          <Link to="/imports" className="link">
            Import
          </Link>
        }
        action={
          <div className="flex flex-wrap items-center gap-2">
            <RemoveButton
              warning={
                imported
                  ? 'What was imported stays; what is told here goes.'
                  : 'The file and its check go.'
              }
              disabled={open}
              onRemove={remove}
            />
            {!imported && (
              <button
                type="button"
                className={current ? 'button' : 'button-primary'}
                disabled={open}
                onClick={() => void start(true, mapping)}
              >
                {given.check ? 'Check again' : 'Check the file'}
              </button>
            )}
            {!imported && current && (
              <button
                type="button"
                className="button-primary"
                disabled={open || rows === 0}
                onClick={() => void start(false, mapping)}
              >
                {rows === 0 ? 'Nothing to import' : `Import ${format.plural(rows, 'change')}`}
              </button>
            )}
          </div>
        }
      >
        {imported
          ? 'Imported into the library.'
          : 'Say what is what, check it, and then import it. A check changes nothing.'}
      </PageHeader>
      <div className="grid gap-6 px-4 pb-8 sm:px-6">
        <p aria-live="polite" className="empty:hidden">
          {open &&
            run &&
            (run.status === 'queued' ? 'Waits for its turn' : <RunProgress run={run} />)}
        </p>
        {failed && !open && (
          <p role="alert" className="text-bad">
            {failed}
          </p>
        )}
        {given.result && <ReportView report={given.result} />}
        {!imported && (
          <MappingForm given={given} mapping={mapping} disabled={open} onChange={setMapping} />
        )}
        {!imported && given.check && current && <ReportView report={given.check} />}
        {!imported && given.check && !current && (
          <p className="text-quiet">Check again to see what it does now.</p>
        )}
      </div>
    </>
  );
}

/** The last run of a file, watched to its end; what it said is then asked for. */
function useRun({ id, run_id: runId }: LibraryImport) {
  const queries = useQueryClient();
  const run = useQuery({
    queryKey: ['jobs', 'run', runId],
    queryFn: () => api.run(runId ?? ''),
    enabled: runId !== null,
    refetchInterval: ({ state: { data } }) => (data && isOpen(data) ? 500 : false),
  });
  const status = run.data?.status;
  useEffect(() => {
    if (status === undefined || isOpen({ status })) return;
    void queries.invalidateQueries({ queryKey: ['library', 'imports', id] });
  }, [status, id, queries]);
  return run.data;
}

/** A mapping as a text that is the same for the same mapping, whatever order its columns were told in. */
function keyOf({ sheets, decimal_mark, currency }: FileMapping): string {
  const told = sheets.map(({ sheet, table, header_line, columns }) => [
    ...[sheet, table, header_line],
    Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return JSON.stringify([told, decimal_mark, currency]);
}
