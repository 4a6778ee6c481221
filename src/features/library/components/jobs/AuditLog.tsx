import { Link } from '@tanstack/react-router';
import * as format from '../../services/format.ts';
import type { AuditPage } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';

const words: Readonly<Record<string, string>> = {
  run: 'started a run',
  retry: 'had a run tried again',
  edit: 'changed the input of a run and had it tried again',
  cancel: 'cancelled a run',
  discard: 'discarded a run',
  pause: 'paused a queue',
  resume: 'let a queue go on',
  reschedule: 'changed a schedule',
  unschedule: 'removed a schedule',
  keep: 'changed how long something is kept',
};

/** Who did what, newest first. */
export function AuditLog(props: {
  entries: AuditPage['entries'];
  me: string | undefined;
  loadMore?: (() => void) | undefined;
}) {
  return (
    <section aria-labelledby="audit" className="card">
      <h2 id="audit" className="heading flex h-10 items-center border-b border-line px-3">
        What was done here
      </h2>
      {props.entries.length === 0 ? (
        <EmptyNote title="Nothing yet">Every act of an administrator is kept here.</EmptyNote>
      ) : (
        <ul>
          {props.entries.map((entry) => (
            <li
              key={entry.id}
              className="flex flex-wrap gap-x-2 border-b border-line px-3 py-2 last:border-b-0"
            >
              <span className="font-medium">
                {entry.user_id === null
                  ? 'The service'
                  : entry.user_id === props.me
                    ? 'You'
                    : entry.user_id.slice(0, 8)}
              </span>
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

function Target({ action, target }: { action: string; target: string }) {
  if (['pause', 'resume', 'reschedule', 'unschedule', 'keep'].includes(action)) {
    return <span className="code text-quiet">{target}</span>;
  }
  return (
    <Link to="/jobs/runs/$runId" params={{ runId: target }} className="link code">
      {target.slice(0, 8)}
    </Link>
  );
}
