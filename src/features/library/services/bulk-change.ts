import type { BulkChange } from './types.ts';

/** The ways a value can be changed, as the form names them; a sign is part of the way, not of the figure. */
export const ways = {
  'raise %': 'Raise by %',
  'lower %': 'Lower by %',
  'raise by': 'Raise by an amount',
  'lower by': 'Lower by an amount',
  set: 'Set to',
  round: 'Round only',
} as const;
export type Way = keyof typeof ways;

/** A change as it stands in the form: figures are text, so that no digit is lost. */
export interface ChangeFields {
  way: Way;
  value: string;
  roundTo: string;
}

const decimal = /^\d{1,12}(\.\d{1,8})?$/;

/** What a form asks for; or, as a sentence, why that is no change yet. */
export function changeOf({ way, value, roundTo }: ChangeFields): BulkChange | string {
  const figure = value.trim();
  const step = roundTo.trim();
  if (step !== '' && !(decimal.test(step) && Number(step) > 0)) {
    return 'Round to a step above 0, such as 0.05.';
  }
  const rounding = step === '' ? {} : { round_to: step };
  if (way === 'round') {
    return step === ''
      ? 'Give the step to round to, such as 0.05.'
      : { method: 'round', ...rounding };
  }
  if (!decimal.test(figure)) return 'Give a figure such as 12.5.';
  if (way === 'lower %' && Number(figure) > 100) return 'Lower by 100% at most.';
  const lower = way.startsWith('lower');
  const signed = lower && Number(figure) !== 0 ? `-${figure}` : figure;
  const method = way === 'set' ? 'set' : way.endsWith('%') ? 'percent' : 'amount';
  return { method, value: signed, ...rounding };
}

/** The form of a change. */
export function fieldsOf(
  change: { [Field in keyof BulkChange]?: BulkChange[Field] | null },
): ChangeFields {
  const value = change.value ?? '';
  const lower = value.startsWith('-');
  const roundTo = change.round_to ?? '';
  const figure = value.replace(/^-/, '');
  switch (change.method) {
    case 'percent':
      return { way: lower ? 'lower %' : 'raise %', value: figure, roundTo };
    case 'amount':
      return { way: lower ? 'lower by' : 'raise by', value: figure, roundTo };
    case 'set':
      return { way: 'set', value: figure, roundTo };
    default:
      return { way: 'round', value: '', roundTo };
  }
}
