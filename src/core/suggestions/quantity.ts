/** First quartile, median and third quartile of what was seen. */
export type Quartiles = readonly [low: number, median: number, high: number];

/** How much of a suggested item past estimates have, in its unit. */
export type QuantityEvidence = {
  /** Estimates with the item. */
  estimates: number;
  quantities: Quartiles;
  /** Those that also have the estimate's item, and the quantity for each unit of that; null where too few have. */
  beside: { estimates: number; ratios: Quartiles } | null;
};

/** How much is usual: so much for each unit of the other item where that says more, else so much at all. */
export type UsualQuantity = {
  basis: 'ratio' | 'quantity';
  /** Median and quartiles: per unit of the other item for `ratio`, in the item's own unit for `quantity`. */
  usual: Quartiles;
  /** Estimates it was read from. */
  estimates: number;
};

/** A ratio says more than a plain quantity where its quartiles lie at least so much closer, as a share. */
const closer = 0.8;

/** Quartiles further apart than this factor say nothing a person could use. */
const widest = 10;

/**
 * How much of an item is usual beside another one, or at all: whichever scatters less from estimate to estimate,
 * measured as the logarithm of third over first quartile, since quantities differ by factors. 95 kg of rebar for
 * a cubic metre of concrete scatters less than so many kg of rebar; one mobilisation an estimate less than so
 * much mobilisation for a cubic metre. Null where either scatters too widely to be of use.
 */
export function usualQuantity(evidence: QuantityEvidence): UsualQuantity | null {
  const { quantities, beside } = evidence;
  const plain = spread(quantities);
  const relative = beside ? spread(beside.ratios) : Number.POSITIVE_INFINITY;
  const byRatio = beside !== null && relative < closer * plain;
  if ((byRatio ? relative : plain) > Math.log(widest)) return null;
  return byRatio
    ? { basis: 'ratio', usual: beside.ratios, estimates: beside.estimates }
    : { basis: 'quantity', usual: quantities, estimates: evidence.estimates };
}

function spread([low, , high]: Quartiles): number {
  return Math.log(high / low);
}
