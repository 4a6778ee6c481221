import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { bulkApi } from '../../services/bulk-api.ts';
import type { BulkFilter, BulkTarget } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { Popup } from '../Popup.tsx';

/** The reader's filters kept under names: used again, kept anew, removed. */
export function SavedFilters(props: {
  target: BulkTarget;
  /** The filter of now. */
  filter: BulkFilter;
  onUse: (filter: BulkFilter) => void;
}) {
  const { target, filter } = props;
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const kept = useQuery({ queryKey: ['saved filters'], queryFn: bulkApi.filters, enabled: open });
  const own = kept.data?.filters.filter((each) => each.target === target) ?? [];
  const then = async (work: Promise<unknown>) => {
    try {
      await work;
      await queries.invalidateQueries({ queryKey: ['saved filters'] });
      return true;
    } catch (error) {
      tellError(error);
      return false;
    }
  };
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name'));
    void then(bulkApi.saveFilter({ target, name, filter })).then((done) => done && form.reset());
  };
  const use = (chosen: BulkFilter) => {
    props.onUse(chosen);
    setOpen(false);
  };
  return (
    <Popup
      label="Saved filters"
      button={
        <>
          <Bookmark size={14} aria-hidden />
          Filters
        </>
      }
      open={open}
      onOpenChange={setOpen}
    >
      {own.length === 0 && (
        <p className="px-2 py-1.5 text-quiet">
          {kept.isPending ? 'Loading' : 'None kept yet. Search, then keep it under a name.'}
        </p>
      )}
      <ul className="max-h-64 overflow-auto">
        {own.map((each) => (
          <li key={each.id} className="flex items-center rounded-md hover:bg-hover">
            <button
              type="button"
              className="min-w-0 flex-1 truncate px-2 py-1.5 text-left"
              onClick={() => use(each.filter)}
            >
              {each.name}
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove the filter ${each.name}`}
              onClick={() => void then(bulkApi.removeFilter(each.id))}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <form className="mt-1 flex gap-2 border-t border-line p-2 pb-1" onSubmit={keep}>
        <input
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          aria-label="Name for the filter of now"
          placeholder="Name"
          className="field min-w-0 flex-1"
        />
        <button type="submit" className="button">
          Keep this one
        </button>
      </form>
    </Popup>
  );
}
