import { type FormEvent, useState } from 'react';
import { ApiError } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { RateTimes } from '../../services/rates-api.ts';
import type { RateHistory } from '../../services/types.ts';

type Rate = RateHistory['rates'][number];

/** What the form says; moments that stay as they are are left out. */
export type RateEntry = RateTimes & { rate: string; end_earlier: boolean };

/** What the form cannot do, and the button that does it otherwise. */
interface Refusal {
  message: string;
  instead: { value: string; label: string } | null;
}

/**
 * Gives a project a rate from a day on, or corrects one; a rate in the way is named, and one of the two can be ended in the
 * same step.
 */
export function RateForm(props: {
  currency: string;
  /** The rate that is corrected; without it, a new one. */
  rate?: Rate;
  onSubmit: (entry: RateEntry) => Promise<unknown>;
  onCancel?: () => void;
}) {
  const { rate, currency, onSubmit, onCancel } = props;
  const [refusal, setRefusal] = useState<(Refusal & { until: string | null }) | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    const fields = new FormData(form);
    const entry = {
      rate: String(fields.get('rate')).trim(),
      effective_from: momentOf(fields.get('from'), rate?.effective_from ?? null) ?? undefined,
      effective_to:
        pressed?.value === 'end this'
          ? (refusal?.until ?? undefined)
          : momentOf(fields.get('until'), rate?.effective_to ?? null),
      end_earlier: pressed?.value === 'end that',
    };
    try {
      await onSubmit(entry);
      form.reset();
      setRefusal(null);
    } catch (error) {
      const [clash] = clashesIn(error);
      const from = entry.effective_from ?? rate?.effective_from ?? new Date().toISOString();
      setRefusal({
        ...refusalOf(error, clash, { from, currency, correcting: rate !== undefined }),
        until: clash?.effective_from ?? null,
      });
    }
  };
  return (
    <form
      aria-label={rate ? `Correct the rate of ${format.money(rate.rate, currency)}` : 'Add a rate'}
      className="grid gap-2 border-t border-line p-3"
      onSubmit={submit}
    >
      <div className="flex flex-wrap items-end gap-2">
        <label className="grid gap-1 text-small text-quiet">
          {rate ? 'Rate' : 'New rate'}
          <input
            name="rate"
            required
            inputMode="decimal"
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: what was pressed to correct it asks for this.
            autoFocus={rate !== undefined}
            defaultValue={rate?.rate}
            onFocus={({ currentTarget }) => currentTarget.select()}
            className="field w-24 text-right"
          />
        </label>
        <DayField name="from" label="From" moment={rate?.effective_from ?? null} />
        <DayField name="until" label="Until" moment={rate?.effective_to ?? null} />
        <button type="submit" className="button-primary">
          {rate ? 'Correct it' : 'Add the rate'}
        </button>
        {onCancel && (
          <button type="button" className="button" onClick={onCancel}>
            Leave it
          </button>
        )}
      </div>
      <p className="text-small text-quiet">
        {rate
          ? 'As if it had always been so; until further notice where left empty.'
          : 'From now, until further notice, where left empty.'}
      </p>
      {refusal && (
        <div role="alert" className="grid justify-items-start gap-2 text-bad">
          {refusal.message}
          {refusal.instead && (
            <button type="submit" value={refusal.instead.value} className="button">
              {refusal.instead.label}
            </button>
          )}
        </div>
      )}
    </form>
  );
}

function DayField(props: { name: string; label: string; moment: string | null }) {
  const { name, label, moment } = props;
  return (
    <label className="grid gap-1 text-small text-quiet">
      {label}
      <input
        name={name}
        type="date"
        defaultValue={moment === null ? undefined : dayOf(moment)}
        className="field"
      />
    </label>
  );
}

const dayOf = (moment: string) => moment.slice(0, 10);

/** The moment a day begins; undefined where it is the day of `before`, whose hour stays, and null where it was emptied. */
function momentOf(
  day: FormDataEntryValue | null,
  before: string | null,
): string | null | undefined {
  const text = String(day ?? '');
  if (text === (before === null ? '' : dayOf(before))) return undefined;
  return text === '' ? null : `${text}T00:00:00Z`;
}

/** The rates in the way that a refusal names. */
function clashesIn(error: unknown): Rate[] {
  const clashes = error instanceof ApiError ? error.details.clashes : undefined;
  return Array.isArray(clashes) ? (clashes as Rate[]) : [];
}

function refusalOf(
  error: unknown,
  clash: Rate | undefined,
  { from, currency, correcting }: { from: string; currency: string; correcting: boolean },
): Refusal {
  if (!clash) {
    const message = error instanceof Error ? error.message : String(error);
    return { message, instead: null };
  }
  const until = clash.effective_to === null ? 'on' : `until ${format.date(clash.effective_to)}`;
  const message = `${format.money(clash.rate, currency)} is in force from ${format.date(clash.effective_from)} ${until}.`;
  const [start, begin] = [new Date(clash.effective_from), new Date(from)];
  if (start > begin) {
    return { message, instead: { value: 'end this', label: 'End this one when that begins' } };
  }
  if (start < begin && !correcting) {
    return { message, instead: { value: 'end that', label: 'End that one then, and add this' } };
  }
  return { message: `${message} Correct that one first, or choose another time.`, instead: null };
}
