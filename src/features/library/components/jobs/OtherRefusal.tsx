import type { InputField } from '../../services/input-form.ts';
import type { Refusal } from '../FieldRefusal.tsx';

/** The fields of a schedule's form that are not its input's. */
const ofSchedules = ['job_name', 'cron', 'every_minutes', 'time_zone'];

/** Says at the end of a schedule's form what is said beside none of its fields. */
export function OtherRefusal(props: { refusal: Refusal | null; fields: readonly InputField[] }) {
  const { refusal, fields } = props;
  if (!refusal) return null;
  const [, own] = /^input\.(\w+)/.exec(refusal.field ?? '') ?? [];
  const isBeside = own
    ? fields.some(({ name }) => name === own)
    : ofSchedules.includes(refusal.field ?? '');
  return isBeside ? null : (
    <p role="alert" className="text-bad">
      {refusal.message}
    </p>
  );
}
