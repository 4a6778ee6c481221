import { ApiError } from '../services/api.ts';
import { UnreadableField } from '../services/input-form.ts';

/** What the server would not take of a form. */
export interface Refusal {
  message: string;
  /** The field at fault, as the server calls it, such as `input.projectId`; null where none is named. */
  field: string | null;
}

/** What a request was refused for. */
export function refusalOf(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof ApiError || error instanceof UnreadableField;
  return { message, field: known ? error.field : null };
}

/** Whether a refusal is of a field, or of something in it. */
const isOf = (refusal: Refusal | null, field: string) =>
  refusal?.field === field ||
  (refusal?.field ?? '').startsWith(`${field}.`) ||
  (refusal?.field ?? '').startsWith(`${field}[`);

/** What ties an input to the refusal that is said beside it. */
export const refusedBy = (refusal: Refusal | null, field: string) =>
  isOf(refusal, field) ? { 'aria-invalid': true, 'aria-describedby': `refused-${field}` } : {};

/** Says beside a field what is wrong with it; nothing where it is not at fault. */
export function FieldRefusal({ refusal, field }: { refusal: Refusal | null; field: string }) {
  if (!refusal || !isOf(refusal, field)) return null;
  const { message } = refusal;
  // The field is named by where this stands; a place within it is not.
  const said = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return (
    <p id={`refused-${field}`} role="alert" className="text-small text-bad">
      {said.charAt(0).toUpperCase() + said.slice(1)}
    </p>
  );
}
