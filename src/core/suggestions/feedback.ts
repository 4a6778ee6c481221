import { wilsonLower } from './wilson.ts';

/** Verdicts that weigh as much as what is believed before there are any. */
const prior = 4;

/**
 * What people's verdicts multiply a suggestion's score by, in (0, 1]: 1 where nobody dismissed it, and falling
 * towards the share of verdicts that took it in as these come. Four taken in for certain stand for what was
 * believed before, so one dismissal moves it to 0.8, four without a taker to one half.
 */
export function usefulness(accepted: number, dismissed: number): number {
  return (accepted + prior) / (accepted + dismissed + prior);
}

/** Share of estimates, stated with care, from which on an item is a matter of course. */
const stapleShare = 2 / 3;

/**
 * Whether an item that stands in so many of so many estimates belongs on a checklist: to suggest what nearly
 * every estimate has, such as mobilisation, says nothing about this one. Two thirds or more by the lower bound
 * (`wilsonLower`), so that a handful of estimates makes nothing a matter of course.
 */
export function isStaple(estimates: number, of: number): boolean {
  return wilsonLower(estimates, of) >= stapleShare;
}
