import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { toast } from 'sonner';
import * as format from '../../services/format.ts';
import { pricesApi } from '../../services/prices-api.ts';
import { tellError } from '../jobs/notices.ts';
import { ErrorNote } from '../states.tsx';
import { Why } from '../Why.tsx';

/** What holds where nobody set anything, in percent. */
const usualSize = 5;

/** From which size on a change is told: for the library, a section or an item. For administrators. */
export function Thresholds(props: {
  /** What a new one is for; the whole library with neither. */
  of: { section?: string | undefined; item?: string | undefined };
  /** Its name. */
  name: string;
}) {
  const { of, name } = props;
  const queries = useQueryClient();
  const field = useId();
  const [size, setSize] = useState(String(usualSize));
  const thresholds = useQuery({
    queryKey: ['library', 'changes', 'thresholds'],
    queryFn: pricesApi.thresholds,
  });
  const then = async (work: Promise<unknown>, news: string) => {
    try {
      await work;
      toast.success(news);
      await queries.invalidateQueries({ queryKey: ['library', 'changes', 'thresholds'] });
    } catch (error) {
      tellError(error);
    }
  };
  const set = (event: FormEvent, is_on: boolean) => {
    event.preventDefault();
    const least_size = Number(size) / 100;
    const news = is_on
      ? `From tonight on, changes of ${name} are told from ${format.sharePercent(least_size)} on.`
      : `Changes of ${name} are told no more.`;
    void then(pricesApi.setThreshold({ ...of, least_size, is_on }), news);
  };
  return (
    <section aria-labelledby={`${field}-head`} className="card">
      <div className="flex items-center border-b border-line py-1 pr-2 pl-3">
        <h2 id={`${field}-head`} className="heading mr-auto flex h-8 items-center">
          Told from
        </h2>
        <Why of="Told from">
          <p>
            The nearest counts: an item’s own, its section’s, the library’s, else {usualSize}%. A
            change is told once it is at least so large and too strong for chance.
          </p>
        </Why>
      </div>
      {thresholds.error && <ErrorNote error={thresholds.error} />}
      <ul>
        {thresholds.data?.thresholds.map((one) => (
          <li
            key={`${one.item} ${one.section}`}
            className="flex items-center gap-2 border-b border-line px-3 py-1.5"
          >
            <span className="min-w-0 flex-1 truncate">
              {one.code === null ? 'The library' : <span className="code">{one.code}</span>}
            </span>
            {one.is_on ? format.sharePercent(one.least_size) : 'never'}
            <button
              type="button"
              className="button h-7 text-small"
              onClick={() =>
                void then(
                  pricesApi.removeThreshold({
                    item: one.item ?? undefined,
                    section: one.section ?? undefined,
                  }),
                  'Removed.',
                )
              }
            >
              Remove<span className="sr-only"> that of {one.code ?? 'the library'}</span>
            </button>
          </li>
        ))}
      </ul>
      <form className="flex flex-wrap items-end gap-2 p-3" onSubmit={(event) => set(event, true)}>
        <label className="grid gap-0.5 text-small text-quiet">
          Least change, %
          <input
            type="number"
            min="1"
            max="1000"
            step="any"
            required
            value={size}
            onChange={({ target }) => setSize(target.value)}
            className="field w-24 text-right"
          />
        </label>
        <button type="submit" className="button">
          Set for {name}
        </button>
        <button type="button" className="button" onClick={(event) => set(event, false)}>
          Tell nothing of it
        </button>
      </form>
    </section>
  );
}
