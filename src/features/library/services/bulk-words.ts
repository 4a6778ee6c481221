import * as format from './format.ts';
import type { BulkChange, BulkTarget, BulkUpdate } from './types.ts';

const nouns = {
  items: ['price', 'prices'],
  resources: ['rate', 'rates'],
  'project-rates': ['project rate', 'project rates'],
} as const;

/** `512 prices`, `1 rate`. */
export function counted(count: number, target: BulkTarget): string {
  return `${format.count(count)} ${nouns[target][count === 1 ? 0 : 1]}`;
}

const verbs = {
  do: { raise: 'Raise', lower: 'Lower', set: 'Set', round: 'Round' },
  doing: { raise: 'Raising', lower: 'Lowering', set: 'Setting', round: 'Rounding' },
  done: { raise: 'Raised', lower: 'Lowered', set: 'Set', round: 'Rounded' },
} as const;

/** What a bulk update does, is doing or did: `Raise 512 prices by 10%, rounded to 0.05`. */
export function sentence(
  form: keyof typeof verbs,
  change: { [Field in keyof BulkChange]?: BulkChange[Field] | null },
  count: number,
  target: BulkTarget,
): string {
  const what = counted(count, target);
  const words = verbs[form];
  const step = change.round_to;
  if (change.method === 'round') return `${words.round} ${what} to ${step}`;
  const rounded = step ? `, rounded to ${step}` : '';
  const value = change.value ?? '0';
  if (change.method === 'set') return `${words.set} ${what} to ${value}${rounded}`;
  const verb = value.startsWith('-') ? words.lower : words.raise;
  const size = value.replace(/^-/, '');
  const unit = change.method === 'percent' ? '%' : '';
  return `${verb} ${what} by ${size}${unit}${rounded}`;
}

/** What a bulk update or undo that was started is called. */
export function titleOf(update: BulkUpdate): string {
  const open = update.state === 'queued' || update.state === 'running';
  const count = open ? update.row_count : update.changed;
  if (update.kind === 'undo') {
    return `${open ? 'Taking back' : 'Took back'} ${counted(count, update.target)}`;
  }
  return sentence(open ? 'doing' : 'done', update, count, update.target);
}
