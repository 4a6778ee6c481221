import { type FormEvent, useState } from 'react';
import type { JobSchedule, ScheduleChange } from '../../services/types.ts';
import { type Refusal, refusalOf } from './FieldRefusal.tsx';
import { ScheduleTimes, timesOf, whenOf } from './ScheduleTimes.tsx';

/** Edits when a schedule comes. */
export function ScheduleForm(props: {
  schedule: JobSchedule;
  save: (change: ScheduleChange) => Promise<unknown>;
  onDone: () => void;
}) {
  const { save, onDone } = props;
  const [times, setTimes] = useState(() => timesOf(props.schedule));
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      await save({ ...whenOf(times), missed: times.missed });
      onDone();
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  return (
    <form className="mt-2 grid gap-2" onSubmit={submit}>
      <ScheduleTimes times={times} onChange={setTimes} refusal={refusal} />
      {refusal && refusal.field === null && (
        <p role="alert" className="text-bad">
          {refusal.message}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button-primary">
          Save
        </button>
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
