import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { type FormEvent, useDeferredValue, useState } from 'react';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { Removal, RetentionRule } from '../../services/types.ts';
import { ErrorNote } from '../states.tsx';

/** Not among the jobs' keys: what would go is counted anew when it is changed, not with each run that ends. */
const retentionKey = ['retention'];

/** How long each kind of data is kept, and what that removes the next night; changed here by administrators. */
export function Retention() {
  const rules = useQuery({ queryKey: retentionKey, queryFn: api.retention });
  if (rules.error) {
    return (
      <div className="card">
        <ErrorNote error={rules.error} retry={() => void rules.refetch()} />
      </div>
    );
  }
  if (!rules.data) return null;
  return (
    <section aria-labelledby="retention" className="card">
      <h2 id="retention" className="heading border-b border-line px-3 py-2">
        What is kept how long
      </h2>
      <ul>
        {rules.data.rules.map((rule) => (
          <Rule key={rule.kind} rule={rule} />
        ))}
      </ul>
    </section>
  );
}

function Rule({ rule }: { rule: RetentionRule }) {
  const [editing, setEditing] = useState(false);
  return (
    <li className="border-b border-line px-3 py-2 last:border-b-0">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p>{rule.title}</p>
          <p className="text-small text-quiet">
            {format.count(rule.keep_days)} days after {rule.since}. Stays beyond that:{' '}
            {rule.stays.charAt(0).toLowerCase() + rule.stays.slice(1)}
          </p>
          {!editing && <WouldGo removal={rule.removes} />}
        </div>
        {!editing && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Change how long ${rule.title.toLowerCase()} are kept`}
            onClick={() => setEditing(true)}
          >
            <Pencil size={14} aria-hidden />
          </button>
        )}
      </div>
      {editing && <RuleForm rule={rule} onDone={() => setEditing(false)} />}
    </li>
  );
}

function RuleForm({ rule, onDone }: { rule: RetentionRule; onDone: () => void }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(String(rule.keep_days));
  const [refusal, setRefusal] = useState<string | null>(null);
  const days = useDeferredValue(Number(typed));
  const allowed = Number.isInteger(days) && days >= rule.least_days && days <= rule.most_days;
  const preview = useQuery({
    queryKey: [...retentionKey, rule.kind, days],
    queryFn: () => api.previewRetention(rule.kind, days),
    enabled: allowed,
    placeholderData: keepPreviousData,
  });
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      await api.changeRetention(rule.kind, Number(typed));
      await Promise.all(
        [retentionKey, ['jobs', 'audit']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      );
      onDone();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form className="mt-2 grid gap-2" onSubmit={save}>
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-1.5 text-small text-quiet">
          Keep for
          <input
            type="number"
            required
            step={1}
            min={rule.least_days}
            max={rule.most_days}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className="field w-24 text-right"
          />
          days
        </label>
        <button type="submit" className="button-primary">
          Save
        </button>
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
      </div>
      <p className="text-small text-quiet">
        {format.count(rule.least_days)} to {format.count(rule.most_days)} days: {rule.least_reason}.
      </p>
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
      {allowed && preview.data && <WouldGo removal={preview.data} />}
    </form>
  );
}

/** What goes the next night. */
function WouldGo({ removal }: { removal: Removal }) {
  const { rows, oldest, newest, examples } = removal;
  if (rows === 0) return <p className="text-small text-quiet">Nothing is that old yet.</p>;
  return (
    <p className="text-small text-warning">
      {format.count(rows)} {rows === 1 ? 'goes' : 'go'} the next night
      {oldest && newest && `, of ${format.date(oldest)} to ${format.date(newest)}`}
      {examples.length > 0 && `: ${examples.join('; ')}${rows > examples.length ? '; …' : ''}`}
    </p>
  );
}
