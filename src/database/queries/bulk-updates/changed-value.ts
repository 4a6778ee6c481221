import { type RawBuilder, sql } from 'kysely';

/** A change as the database holds it; decimals are exact, as text. */
export interface Change {
  method: 'percent' | 'amount' | 'set' | 'round';
  value: string | null;
  round_to: string | null;
}

/**
 * What becomes of a value, as an expression over `old`. Exact: nothing is divided but by `div`, which is; rounding
 * is half away from zero: x becomes sign(x) · ⌊(2|x| + step) ÷ 2 step⌋ · step. Null stays null, but for `set`.
 * Written into each statement: a function called a hundred thousand times would cost more than the update.
 */
export function changedValue(change: Change, old: RawBuilder<unknown>): RawBuilder<unknown> {
  const raised = byMethod(change, old);
  if (change.round_to === null) return sql`trim_scale(${raised})`;
  const step = sql`${change.round_to}::numeric`;
  return sql`trim_scale(sign(${raised}) * div(2 * abs(${raised}) + ${step}, 2 * ${step}) * ${step})`;
}

function byMethod({ method, value }: Change, old: RawBuilder<unknown>): RawBuilder<unknown> {
  switch (method) {
    case 'percent':
      return sql`(${old} * (100 + ${value}::numeric) * 0.01)`;
    case 'amount':
      return sql`(${old} + ${value}::numeric)`;
    case 'set':
      return sql`${value}::numeric`;
    case 'round':
      return old;
  }
}
