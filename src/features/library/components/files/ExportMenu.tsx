import { Download } from 'lucide-react';
import { useState } from 'react';
import { type ExportQuery, filesApi } from '../../services/files-api.ts';
import * as format from '../../services/format.ts';
import { tellError } from '../jobs/notices.ts';
import { Popup } from '../Popup.tsx';

const files = [
  { format: 'bc3', table: 'items', name: 'BC3 (FIEBDC-3)', holds: 'with build-ups' },
  { format: 'xlsx', table: 'items', name: 'Items, Excel', holds: null },
  { format: 'csv', table: 'items', name: 'Items, CSV', holds: null },
  { format: 'xlsx', table: 'build-ups', name: 'Build-ups, Excel', holds: null },
  { format: 'csv', table: 'build-ups', name: 'Build-ups, CSV', holds: null },
  { format: 'xlsx', table: 'resources', name: 'Resources, Excel', holds: null },
  { format: 'csv', table: 'resources', name: 'Resources, CSV', holds: null },
] as const;

/** What the list shows, or all of the library, as a file. */
export function ExportMenu(props: {
  /** How the list is searched; with nothing in it, it is the whole library. */
  filter: Pick<ExportQuery, 'search' | 'division' | 'section'>;
  shown: number;
  all: number;
}) {
  const [open, setOpen] = useState(false);
  const [whole, setWhole] = useState(false);
  const [busy, setBusy] = useState(false);
  const searched = Object.values(props.filter).some(Boolean);
  const save = async (file: (typeof files)[number]) => {
    setOpen(false);
    setBusy(true);
    const { format: kind, table } = file;
    const filter = searched && !whole ? props.filter : {};
    await filesApi.download({ format: kind, table, ...filter }).catch(tellError);
    setBusy(false);
  };
  return (
    <Popup
      label="Export"
      button={
        <>
          <Download size={14} aria-hidden />
          {busy ? 'Exporting' : 'Export'}
        </>
      }
      disabled={busy}
      open={open}
      onOpenChange={setOpen}
    >
      {searched ? (
        <fieldset className="mb-1 border-b border-line px-2 pb-2">
          <legend className="sr-only">What is exported</legend>
          {[false, true].map((all) => (
            <label key={String(all)} className="flex h-7 items-center gap-2">
              <input
                type="radio"
                name="what"
                className="accent-accent"
                checked={whole === all}
                onChange={() => setWhole(all)}
              />
              {all
                ? `All ${format.count(props.all)} items`
                : props.shown === 1
                  ? 'The one item shown'
                  : `The ${format.count(props.shown)} items shown`}
            </label>
          ))}
        </fieldset>
      ) : (
        <p className="mb-1 border-b border-line px-2 pb-2 text-small text-quiet">
          All {format.count(props.all)} items of the library
        </p>
      )}
      <ul>
        {files.map((file) => (
          <li key={file.name}>
            <button
              type="button"
              className="w-full rounded-md px-2 py-1.5 text-left hover:bg-hover"
              onClick={() => void save(file)}
            >
              {file.name}
              {file.holds && <span className="text-small text-quiet"> · {file.holds}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Popup>
  );
}
