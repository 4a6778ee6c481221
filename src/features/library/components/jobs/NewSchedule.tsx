import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { inputFields, inputOf } from '../../services/input-form.ts';
import { jobsApi } from '../../services/jobs-api.ts';
import type { NewScheduleInput } from '../../services/types.ts';
import { FieldRefusal, type Refusal, refusalOf, refusedBy } from '../FieldRefusal.tsx';
import { ErrorNote, SkeletonRows } from '../states.tsx';
import { InputFields } from './InputFields.tsx';
import { OtherRefusal } from './OtherRefusal.tsx';
import { ScheduleTimes, type Times, whenOf } from './ScheduleTimes.tsx';

const atFirst = (): Times => ({
  kind: 'cron',
  cron: '0 6 * * 1',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  every: 1,
  unit: 'days',
  missed: 'once',
});

/** Makes a schedule: of which job, with what input, and when; each refusal is said beside its field. */
export function NewSchedule(props: {
  make: (schedule: NewScheduleInput) => Promise<unknown>;
  onDone: () => void;
}) {
  const kinds = useQuery({
    queryKey: ['jobs', 'kinds'],
    queryFn: jobsApi.kinds,
    staleTime: Infinity,
  });
  const [job, setJob] = useState('capture-price-snapshot');
  const [written, setWritten] = useState<Readonly<Record<string, string>>>({});
  const [times, setTimes] = useState(atFirst);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  if (kinds.error) return <ErrorNote error={kinds.error} retry={() => void kinds.refetch()} />;
  if (!kinds.data) return <SkeletonRows rows={3} />;
  const kind = kinds.data.kinds.find(({ name }) => name === job) ?? kinds.data.kinds[0];
  const fields = kind ? inputFields(kind) : [];
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!kind) return;
    setBusy(true);
    try {
      const input = inputOf(fields, written);
      await props.make({
        ...whenOf(times),
        job_name: kind.name as NewScheduleInput['job_name'],
        input,
        missed: times.missed,
      });
      props.onDone();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      aria-label="New schedule"
      className="grid gap-3 border-b border-line bg-ground px-3 py-3"
      onSubmit={submit}
    >
      <label className="grid justify-items-start gap-0.5 text-small text-quiet">
        Job
        <select
          value={kind?.name}
          onChange={({ target }) => {
            setJob(target.value);
            setWritten({});
            setRefusal(null);
          }}
          className="field max-w-full"
          {...refusedBy(refusal, 'job_name')}
        >
          {kinds.data.kinds.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <FieldRefusal refusal={refusal} field="job_name" />
      <InputFields
        fields={fields}
        written={written}
        onWrite={(name, text) => setWritten({ ...written, [name]: text })}
        refusal={refusal}
      />
      <ScheduleTimes times={times} onChange={setTimes} refusal={refusal} />
      <OtherRefusal refusal={refusal} fields={fields} />
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button-primary" disabled={busy}>
          Make the schedule
        </button>
        <button type="button" className="button" onClick={props.onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
