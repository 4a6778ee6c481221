import Big from 'big.js';
import { isPercentage } from './codes.ts';
import type { Bc3File, Child, Concept } from './concepts.ts';
import { readBc3Decimal } from './numbers.ts';

/** A line of a decomposition that can be read: so much of a concept, and what that costs at the file's prices. */
export interface PricedLine {
  child: Child;
  used: Concept;
  factor: string;
  yield: string;
  cost: Big;
}

/** A line of a decomposition that cannot be read, and why. */
interface UnreadLine {
  child: Child;
  reason: string;
  value?: string;
}

/** Deeper ones are not built by hand; their stated prices count. */
const deepest = 100;
const places = 20;

/** What things cost at a file's own prices: by their decompositions where they have any, else as the file states. */
export class Pricing {
  readonly #file: Bc3File;
  readonly #costs = new Map<Concept, Big>();
  readonly #open = new Set<Concept>();

  constructor(file: Bc3File) {
    this.#file = file;
  }

  /** The lines of a concept's decomposition, up to the first that cannot be read. */
  lines(concept: Concept): (PricedLine | UnreadLine)[] {
    const lines: PricedLine[] = [];
    for (const child of concept.children) {
      const read = readChild(child, this.#file.concepts.get(child.code));
      if ('reason' in read) return [...lines, { child, ...read }];
      const base = isPercentage(child.code)
        ? sumOf(lines.filter(({ child: { code } }) => code.startsWith(maskOf(child.code))))
        : this.#costOf(read.used);
      const cost = base.times(read.factor).times(read.yield).round(places, Big.roundHalfUp);
      lines.push({ child, ...read, cost });
    }
    return lines;
  }

  /** What a decomposition comes to; null where one of its lines cannot be read. */
  sum(concept: Concept): Big | null {
    const lines = this.lines(concept);
    return lines.every((line) => 'cost' in line) ? sumOf(lines) : null;
  }

  #costOf(concept: Concept): Big {
    const known = this.#costs.get(concept);
    if (known) return known;
    // A wrong price is told of the concept itself.
    const stated = new Big(readBc3Decimal(concept.price || '0') ?? '0');
    if (concept.children.length === 0 || this.#open.has(concept) || this.#open.size > deepest) {
      return stated;
    }
    this.#open.add(concept);
    const cost = this.sum(concept) ?? stated;
    this.#open.delete(concept);
    this.#costs.set(concept, cost);
    return cost;
  }
}

const sumOf = (lines: readonly PricedLine[]) =>
  lines.reduce((sum, { cost }) => sum.plus(cost), new Big(0));

/** A percentage is of the lines before it whose codes begin so. */
const maskOf = (code: string) => code.split(/[%&]/)[0] ?? '';

type ReadChild = Pick<PricedLine, 'used' | 'factor' | 'yield'> | Omit<UnreadLine, 'child'>;

function readChild(child: Child, used: Concept | undefined): ReadChild {
  if (!used || used.line < 0) return { reason: 'is used and nowhere described (~C)' };
  if (used.chapter) return { reason: 'is a chapter, and no part of a build-up' };
  const factor = readBc3Decimal(child.factor);
  if (factor === null) return { reason: 'has a factor that is no number', value: child.factor };
  const amount = readBc3Decimal(child.yield);
  if (amount === null) return { reason: 'has a yield that is no number', value: child.yield };
  if (new Big(factor).times(amount).lt(0)) {
    return { reason: 'takes less than nothing', value: `${child.factor} × ${child.yield}` };
  }
  return { used, factor, yield: amount };
}
