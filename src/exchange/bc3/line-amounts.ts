import Big from 'big.js';
import type { FactorRecord } from '../records.ts';

/** The amounts of one line of a build-up, as in the table `factors`. */
export type FactorAmounts = Pick<
  FactorRecord,
  'quantity' | 'wastage' | 'hours' | 'productivity' | 'crew' | 'utilization'
>;

/** What a line of a decomposition says: so much of a concept is its factor times its yield. */
export interface DecompositionAmounts {
  factor: string;
  yield: string;
}

/** A quotient that does not end is cut after so many places; the amounts themselves stand beside it. */
const places = 20;
const Exact = Big();
Exact.DP = places;
Exact.RM = Big.roundHalfUp;

const none: FactorAmounts = {
  quantity: null,
  wastage: null,
  hours: null,
  productivity: null,
  crew: null,
  utilization: null,
};

/** What of a kind goes into the factor and what into the yield, so that their product is what the line takes. */
export function decompositionOf(
  kind: NonNullable<FactorRecord['kind']>,
  amounts: FactorAmounts,
): DecompositionAmounts {
  const of = (amount: string | null, fallback: string) => new Exact(amount ?? fallback);
  if (kind === 'labor') {
    const hours = of(amounts.hours, '0').div(of(amounts.productivity, '1'));
    return { factor: of(amounts.crew, '1').toFixed(), yield: hours.toFixed() };
  }
  if (kind === 'equipment') {
    return {
      factor: of(amounts.utilization, '1').toFixed(),
      yield: of(amounts.hours, '0').toFixed(),
    };
  }
  const wastage = of(amounts.wastage, '0').times('0.01').plus(1);
  return { factor: wastage.toFixed(), yield: of(amounts.quantity, '0').toFixed() };
}

/** The amounts of a line that says nothing but how much. */
export function amountsOf(
  kind: NonNullable<FactorRecord['kind']>,
  { factor, yield: amount }: DecompositionAmounts,
): FactorAmounts {
  const total = new Exact(factor).times(amount).toFixed();
  if (kind === 'labor') return { ...none, hours: total, productivity: '1', crew: '1' };
  if (kind === 'equipment') return { ...none, hours: total, utilization: '1' };
  return { ...none, quantity: total, ...(kind === 'material' && { wastage: '0' }) };
}

/**
 * The amounts that the factor and the yield do not tell apart, as text for the `~X` record; null where there is nothing
 * to tell, since each of them is what it is where nothing is said.
 */
export function amountsBeside(
  kind: NonNullable<FactorRecord['kind']>,
  amounts: FactorAmounts,
): string | null {
  const one = (amount: string | null) => amount === null || new Exact(amount).eq(1);
  if (kind === 'labor' && !(one(amounts.productivity) && one(amounts.crew))) {
    return [amounts.hours, amounts.productivity, amounts.crew].join(';');
  }
  if (kind === 'equipment' && !one(amounts.utilization)) {
    return [amounts.hours, amounts.utilization].join(';');
  }
  if (kind === 'material' && !new Exact(amounts.wastage ?? 0).eq(0)) {
    return [amounts.quantity, amounts.wastage].join(';');
  }
  return null;
}

/** The amounts again; null where the line says another amount now, as after another program changed it. */
export function amountsFromBeside(
  kind: NonNullable<FactorRecord['kind']>,
  beside: string,
  line: DecompositionAmounts,
): FactorAmounts | null {
  const parts = beside.split(';');
  if (!parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  const [first = null, second = null, third = null] = parts;
  const amounts: FactorAmounts =
    kind === 'labor'
      ? { ...none, hours: first, productivity: second, crew: third }
      : kind === 'equipment'
        ? { ...none, hours: first, utilization: second }
        : { ...none, quantity: first, wastage: second };
  if (
    kind === 'labor' &&
    (amounts.productivity === null || new Exact(amounts.productivity).eq(0))
  ) {
    return null;
  }
  const told = decompositionOf(kind, amounts);
  const same = new Exact(told.factor).eq(line.factor) && new Exact(told.yield).eq(line.yield);
  return same ? amounts : null;
}
