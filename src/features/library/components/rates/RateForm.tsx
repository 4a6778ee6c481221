import { type FormEvent, useState } from 'react';
import { ApiError } from '../../services/api.ts';
import type { RateTimes } from '../../services/rates-api.ts';

/** Gives a project a rate from a day on; one in the way is named, and can be ended in the same step. */
export function RateForm(props: {
  onSubmit: (rate: RateTimes & { rate: string; end_earlier: boolean }) => Promise<unknown>;
}) {
  const [refusal, setRefusal] = useState<{ message: string; clash: boolean } | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    const fields = new FormData(form);
    const moment = (name: string) => {
      const day = String(fields.get(name) ?? '');
      return day === '' ? undefined : `${day}T00:00:00Z`;
    };
    try {
      await props.onSubmit({
        rate: String(fields.get('rate')).trim(),
        effective_from: moment('from'),
        effective_to: moment('until'),
        end_earlier: pressed?.value === 'end',
      });
      form.reset();
      setRefusal(null);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      setRefusal({ message, clash: error instanceof ApiError && error.status === 409 });
    }
  };
  return (
    <form className="grid gap-2 border-t border-line p-3" onSubmit={submit}>
      <div className="flex flex-wrap items-end gap-2">
        <label className="grid gap-1 text-small text-quiet">
          New rate
          <input
            name="rate"
            required
            inputMode="decimal"
            autoComplete="off"
            className="field w-24 text-right"
          />
        </label>
        <label className="grid gap-1 text-small text-quiet">
          From
          <input name="from" type="date" className="field" />
        </label>
        <label className="grid gap-1 text-small text-quiet">
          Until
          <input name="until" type="date" className="field" />
        </label>
        <button type="submit" className="button-primary">
          Add the rate
        </button>
      </div>
      <p className="text-small text-quiet">From now, until further notice, where left empty.</p>
      {refusal && (
        <div role="alert" className="grid justify-items-start gap-2 text-bad">
          {refusal.message}
          {refusal.clash && (
            <button type="submit" value="end" className="button">
              End that one then, and add this
            </button>
          )}
        </div>
      )}
    </form>
  );
}
