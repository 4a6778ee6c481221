import * as format from '../../services/format.ts';
import type { RunHistory as History } from '../../services/types.ts';
import { JsonBlock } from './JsonBlock.tsx';

const outcomes = {
  running: { word: 'Running', tone: 'text-running' },
  completed: { word: 'Completed', tone: 'text-good' },
  failed: { word: 'Failed', tone: 'text-bad' },
  cancelled: { word: 'Cancelled', tone: 'text-quiet' },
  lost: { word: 'Lost its worker', tone: 'text-warning' },
} as const;

const levels = { info: '', warning: 'text-warning', error: 'text-bad' } as const;

/** What became of a run attempt by attempt, and what it wrote into its log. */
export function RunHistory({ history }: { history: History }) {
  return (
    <>
      <section aria-labelledby="attempts" className="card">
        <h2 id="attempts" className="heading flex h-10 items-center border-b border-line px-3">
          Attempts
        </h2>
        {history.attempts.length === 0 && <p className="px-3 py-2.5 text-quiet">None has begun.</p>}
        <ol>
          {history.attempts.map((attempt) => (
            <li key={attempt.attempt} className="border-b border-line px-3 py-2 last:border-b-0">
              <p className="flex flex-wrap gap-x-3">
                <span className="font-medium">Attempt {attempt.attempt}</span>
                <span className={outcomes[attempt.outcome].tone}>
                  {outcomes[attempt.outcome].word}
                </span>
                <span className="code text-quiet">{attempt.worker}</span>
                <span className="ml-auto text-quiet">
                  {format.moment(attempt.started_at)}
                  {attempt.finished_at && `, ${took(attempt.started_at, attempt.finished_at)}`}
                </span>
              </p>
              {attempt.error_message && <p className="mt-1 text-bad">{attempt.error_message}</p>}
              {attempt.error_stack && (
                <details className="mt-1">
                  <summary className="cursor-pointer text-small text-quiet">Where</summary>
                  <pre
                    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
                    tabIndex={0}
                    className="code mt-1 max-h-60 overflow-auto text-quiet"
                  >
                    {attempt.error_stack}
                  </pre>
                </details>
              )}
            </li>
          ))}
        </ol>
      </section>
      {history.lines.length > 0 && (
        <section aria-labelledby="log" className="card">
          <h2 id="log" className="heading flex h-10 items-center border-b border-line px-3">
            Log
          </h2>
          <ol
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
            tabIndex={0}
            aria-labelledby="log"
            className="code max-h-96 overflow-auto p-3"
          >
            {history.lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end.
              <li key={at} className={levels[line.level]}>
                <span className="text-quiet">{format.timeOfDay(line.at)}</span> {line.message}
              </li>
            ))}
          </ol>
        </section>
      )}
      {history.checkpoint !== null && (
        <JsonBlock
          title="Checkpoint"
          value={history.checkpoint}
          note="From where a next attempt goes on."
        />
      )}
    </>
  );
}

const took = (from: string, to: string) => format.duration(Date.parse(to) - Date.parse(from));
