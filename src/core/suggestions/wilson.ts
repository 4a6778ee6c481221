/** The two-sided 95 % point of the normal distribution. */
const z = 1.959963984540054;

/**
 * Lower bound of the 95 % score interval of a share of which `successes` of `trials` were seen.
 *
 * What can be said with care about a share: 2 of 2 give 0.34, 890 of 1,000 give 0.87. 0 where
 * nothing was tried.
 *
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
 * Journal of the American Statistical Association 22 (1927), 209–212.
 */
export function wilsonLower(successes: number, trials: number): number {
  if (trials === 0 || successes === 0) return 0;
  const share = successes / trials;
  const centre = share + (z * z) / (2 * trials);
  const margin = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return (centre - margin) / (1 + (z * z) / trials);
}
