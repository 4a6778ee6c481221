import { type ReactNode, useState } from 'react';
import type { ReportRequest } from '../../services/types.ts';
import { Segmented } from '../Segmented.tsx';

const lengths = { '6': '6 months', '12': '1 year', '24': '2 years', '60': '5 years' } as const;
const spans = { '1': '1 month', '3': '3 months', '6': '6 months', '12': '12 months' } as const;
export const formats = { xlsx: 'Excel', pdf: 'PDF', csv: 'CSV' } as const;
const papers = { a4: 'A4', letter: 'Letter' } as const;

/** When a scheduled report is made. */
const times = {
  weekly: { name: 'Every Monday at 6:00', cron: '0 6 * * 1' },
  monthly: { name: 'On the 1st of the month at 6:00', cron: '0 6 1 * *' },
  own: { name: 'At other times (cron)', cron: null },
} as const;
type Time = keyof typeof times;

/** When, as it is asked for. */
export interface ReportTimes {
  cron: string;
  time_zone: string;
}

/** What of a report is chosen in the form; what it is of is chosen above it. */
type Choice = Pick<ReportRequest, 'months' | 'over' | 'format' | 'paper'>;

/** Asks for a report now, or by a schedule. `children` choose what it is of. */
export function ReportForm(props: {
  children: ReactNode;
  ask: (choice: Choice) => Promise<unknown>;
  schedule: (choice: Choice, when: ReportTimes) => Promise<unknown>;
}) {
  const [months, setMonths] = useState<keyof typeof lengths>('12');
  const [over, setOver] = useState<keyof typeof spans>('6');
  const [format, setFormat] = useState<keyof typeof formats>('xlsx');
  const [paper, setPaper] = useState<keyof typeof papers>('a4');
  const [busy, setBusy] = useState(false);
  const [scheduling, setScheduling] = useState(false);
  const choice: Choice = {
    months: Number(months),
    over: Number(over) as NonNullable<Choice['over']>,
    format,
    paper,
  };
  const during = async (work: Promise<unknown>) => {
    setBusy(true);
    await work.finally(() => setBusy(false));
  };
  return (
    <section aria-label="New report" className="card p-4">
      <div className="flex flex-wrap items-center gap-2">{props.children}</div>
      <div className="mt-3 flex flex-wrap items-end gap-x-5 gap-y-3">
        <Choose name="Period">
          <Segmented label="Period" options={lengths} value={months} onChange={setMonths} />
        </Choose>
        <Choose name="Change over">
          <Segmented label="Change over" options={spans} value={over} onChange={setOver} />
        </Choose>
        <Choose name="As">
          <Segmented label="As" options={formats} value={format} onChange={setFormat} />
        </Choose>
        {format !== 'csv' && (
          <Choose name="Paper">
            <Segmented label="Paper" options={papers} value={paper} onChange={setPaper} />
          </Choose>
        )}
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <button
          type="button"
          className="button-primary"
          disabled={busy}
          onClick={() => void during(props.ask(choice))}
        >
          Make the report
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={scheduling}
          onClick={() => setScheduling(!scheduling)}
        >
          Make it regularly
        </button>
      </div>
      {scheduling && (
        <Times
          busy={busy}
          schedule={(when) => {
            void during(
              props.schedule(choice, when).then(
                () => setScheduling(false),
                () => {},
              ),
            );
          }}
        />
      )}
    </section>
  );
}

/** When a report is made by itself. */
function Times({ busy, schedule }: { busy: boolean; schedule: (when: ReportTimes) => void }) {
  const [time, setTime] = useState<Time>('weekly');
  const [cron, setCron] = useState('0 6 * * 1-5');
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <form
      className="mt-3 flex flex-wrap items-end gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        schedule({ cron: times[time].cron ?? cron, time_zone: zone });
      }}
    >
      <label className="grid gap-0.5 text-small text-quiet">
        When
        <select
          className="field"
          value={time}
          onChange={({ target }) => setTime(target.value as Time)}
        >
          {Object.entries(times).map(([value, { name }]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {time === 'own' && (
        <label className="grid gap-0.5 text-small text-quiet">
          Cron: minute hour day month weekday
          <input
            required
            className="field code w-44"
            value={cron}
            onChange={({ target }) => setCron(target.value)}
          />
        </label>
      )}
      <label className="grid gap-0.5 text-small text-quiet">
        Time zone
        <input
          required
          className="field w-48"
          value={zone}
          onChange={({ target }) => setZone(target.value)}
        />
      </label>
      <button type="submit" className="button" disabled={busy}>
        Add the schedule
      </button>
    </form>
  );
}

function Choose({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <span aria-hidden className="text-small text-quiet">
        {name}
      </span>
      {children}
    </div>
  );
}
