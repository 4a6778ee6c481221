import { Link } from '@tanstack/react-router';
import * as format from '../../services/format.ts';
import type { AuditPage } from '../../services/types.ts';
import { SearchBox } from '../SearchBox.tsx';
import { EmptyNote } from '../states.tsx';

/** What the audit log is filtered by; empty for everything. */
export interface AuditFilter {
  /** A person's id, or `service`. */
  who?: string | undefined;
  act?: string | undefined;
  /** Days as `2026-06-30`, the first and the last. */
  from?: string | undefined;
  to?: string | undefined;
  words?: string | undefined;
}

const words: Readonly<Record<string, string>> = {
  run: 'started a run',
  retry: 'had a run tried again',
  edit: 'changed the input of a run and had it tried again',
  cancel: 'cancelled a run',
  discard: 'discarded a run',
  postpone: 'put a run off, or had it begin',
  prioritize: 'changed which run begins first',
  pause: 'paused a queue',
  resume: 'let a queue go on',
  schedule: 'made a schedule',
  reschedule: 'changed a schedule',
  unschedule: 'removed a schedule',
  keep: 'changed how long something is kept',
};

/** Who did what, newest first, by who, what, when and words. */
export function AuditLog(props: {
  entries: AuditPage['entries'];
  /** What can be filtered by. */
  choices: NonNullable<AuditPage['filters']>;
  /** How people are called, by id, as far as that is known. */
  names: AuditPage['names'];
  me: string | undefined;
  filter: AuditFilter;
  /** What is to change of it. */
  onFilter: (change: AuditFilter) => void;
  loadMore?: (() => void) | undefined;
}) {
  const filtered = Object.values(props.filter).some(Boolean);
  return (
    <section aria-labelledby="audit" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <h2 id="audit" className="heading mr-auto">
          What was done here
        </h2>
        <Filters {...props} />
      </div>
      {props.entries.length === 0 ? (
        filtered ? (
          <EmptyNote title="Nothing fits this filter">
            Choose somebody else, another act or other days, or search for other words.
          </EmptyNote>
        ) : (
          <EmptyNote title="Nothing yet">Every act of an administrator is kept here.</EmptyNote>
        )
      ) : (
        <ul>
          {props.entries.map((entry) => (
            <li
              key={entry.id}
              className="flex flex-wrap gap-x-2 border-b border-line px-3 py-2 last:border-b-0"
            >
              <span className="font-medium">{nameOf(entry.user_id ?? 'service', props)}</span>
              <span>{words[entry.action] ?? entry.action}</span>
              <Target action={entry.action} target={entry.target} />
              {Object.keys(entry.details).length > 0 && (
                <span className="code min-w-0 truncate text-quiet">
                  {JSON.stringify(entry.details)}
                </span>
              )}
              <time
                dateTime={entry.at}
                title={format.moment(entry.at)}
                className="ml-auto text-small text-quiet"
              >
                {format.ago(entry.at)}
              </time>
            </li>
          ))}
        </ul>
      )}
      {props.loadMore && (
        <div className="border-t border-line p-2 text-center">
          <button type="button" className="button" onClick={props.loadMore}>
            Show earlier
          </button>
        </div>
      )}
    </section>
  );
}

/** Of whom no name is known, the beginning of the id tells them apart. */
const nameOf = (who: string, { me, names }: Known) =>
  who === 'service'
    ? 'The service'
    : who === me
      ? 'You'
      : (names[who] ?? `Somebody (${who.slice(0, 8)})`);

type Known = Pick<Parameters<typeof AuditLog>[0], 'me' | 'names'>;

function Filters(
  props: Pick<Parameters<typeof AuditLog>[0], 'choices' | 'me' | 'names' | 'filter' | 'onFilter'>,
) {
  const { choices, filter, onFilter } = props;
  // What stands in the address may be in no row any more.
  const among = (all: readonly string[], one: string | undefined) =>
    one === undefined || all.includes(one) ? all : [...all, one];
  return (
    <>
      <SearchBox
        label="Search what was done"
        value={filter.words ?? ''}
        onSearch={(words) => onFilter({ words: words || undefined })}
      />
      <select
        aria-label="Who"
        className="field"
        value={filter.who ?? ''}
        onChange={({ target }) => onFilter({ who: target.value || undefined })}
      >
        <option value="">Everybody</option>
        {among(choices.who, filter.who).map((who) => (
          <option key={who} value={who}>
            {nameOf(who, props)}
          </option>
        ))}
      </select>
      <select
        aria-label="What"
        className="field"
        value={filter.act ?? ''}
        onChange={({ target }) => onFilter({ act: target.value || undefined })}
      >
        <option value="">Any act</option>
        {among(choices.actions, filter.act).map((act) => (
          <option key={act} value={act}>
            {words[act] ?? act}
          </option>
        ))}
      </select>
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="flex items-center gap-1.5 text-quiet">
          {end}
          <input
            type="date"
            className="field"
            value={filter[end] ?? ''}
            onChange={({ target }) => onFilter({ [end]: target.value || undefined })}
          />
        </label>
      ))}
    </>
  );
}

function Target({ action, target }: { action: string; target: string }) {
  if (['pause', 'resume', 'schedule', 'reschedule', 'unschedule', 'keep'].includes(action)) {
    return <span className="code text-quiet">{target}</span>;
  }
  return (
    <Link to="/jobs/runs/$runId" params={{ runId: target }} className="link code">
      {target.slice(0, 8)}
    </Link>
  );
}
