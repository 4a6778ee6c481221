import Big from 'big.js';

/**
 * Money as it is shown: rounded to 2 places, half away from zero, each amount by itself
 * (2.345 → 2.35, −2.345 → −2.35, −0.004 → 0, never −0).
 */
export function toMoney(amount: Big): number {
  // Big's "half up" is by magnitude. Rounded before it is written: toFixed writes no sign before a
  // zero, but one before what it rounds to zero itself.
  return Number(amount.round(2, Big.roundHalfUp).toFixed(2));
}

/** Rounds its quotients once, straight from the exact ones. */
const Cents = Big();
Cents.DP = 2;
Cents.RM = Big.roundHalfUp;

/**
 * `amount / parts` as it is shown, rounded once: Big's default 20 places, rounded again, could turn
 * a quotient a hair under half a cent into a whole one.
 *
 * @throws RangeError where `parts` is no whole number of 1 or more
 */
export function shareAsMoney(amount: Big, parts: number): number {
  if (!Number.isInteger(parts) || parts < 1) {
    throw new RangeError(`parts must be a whole number of 1 or more, not ${parts}`);
  }
  return toMoney(new Cents(amount).div(parts));
}
