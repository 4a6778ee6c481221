import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { inputFields, inputOf, writtenOf } from '../../services/input-form.ts';
import { jobsApi } from '../../services/jobs-api.ts';
import type { JobKind, JobSchedule, ScheduleChange } from '../../services/types.ts';
import { type Refusal, refusalOf } from '../FieldRefusal.tsx';
import { ErrorNote, SkeletonRows } from '../states.tsx';
import { InputFields } from './InputFields.tsx';
import { OtherRefusal } from './OtherRefusal.tsx';
import { ScheduleTimes, timesOf, whenOf } from './ScheduleTimes.tsx';

interface ScheduleFormProps {
  schedule: JobSchedule;
  save: (change: ScheduleChange) => Promise<unknown>;
  onDone: () => void;
}

/** Edits when a schedule comes, and what its runs are given. */
export function ScheduleForm(props: ScheduleFormProps) {
  const kinds = useQuery({
    queryKey: ['jobs', 'kinds'],
    queryFn: jobsApi.kinds,
    staleTime: Infinity,
  });
  if (kinds.error) return <ErrorNote error={kinds.error} retry={() => void kinds.refetch()} />;
  if (!kinds.data) return <SkeletonRows rows={3} />;
  const kind = kinds.data.kinds.find(({ name }) => name === props.schedule.job_name);
  return <Form {...props} kind={kind} />;
}

/** The form opens before the button that opened it, where going on would miss it: it has the focus at once. */
const focusFirst = (form: HTMLElement | null) =>
  form?.querySelector<HTMLElement>('input, select')?.focus();

/** Of a job that is started by what it belongs to there is no `kind`: what that gave it stays. */
function Form({ schedule, save, onDone, kind }: ScheduleFormProps & { kind: JobKind | undefined }) {
  const fields = kind ? inputFields(kind) : [];
  const [written, setWritten] = useState(() => writtenOf(fields, schedule.input));
  const [times, setTimes] = useState(() => timesOf(schedule));
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      const input = fields.length > 0 ? { input: inputOf(fields, written) } : {};
      await save({ ...whenOf(times), missed: times.missed, ...input });
      onDone();
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  return (
    <form
      ref={focusFirst}
      aria-label={`The schedule of ${schedule.title}`}
      className="mt-2 grid gap-2"
      onSubmit={submit}
    >
      <InputFields
        fields={fields}
        written={written}
        onWrite={(name, text) => setWritten({ ...written, [name]: text })}
        refusal={refusal}
      />
      <ScheduleTimes times={times} onChange={setTimes} refusal={refusal} />
      <OtherRefusal refusal={refusal} fields={fields} />
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
