import Big from 'big.js';
import { readDecimal } from '../decimals.ts';
import type { FactorRecord, LibraryRecord, ResourceKind } from '../records.ts';
import { codeOf } from './chapters.ts';
import type { Bc3File, Child, Concept } from './concepts.ts';
import { amountsFromBeside, amountsOf } from './line-amounts.ts';

/** A percentage of other lines: `%`, `%MA`, or with a mask of the codes it is of, as `MO%`. */
export function isPercentage(code: string): boolean {
  return /[%&]/.test(code);
}

/**
 * The lines of an item's build-up. A percentage becomes its amount at the file's prices, as a material at a rate of 1:
 * what is taken is then exactly what the file takes, and does not follow later rates, which a note says.
 */
export function* buildUpOf(
  file: Bc3File,
  item: Concept,
  isItem: (concept: Concept) => boolean,
  kindOf: (resource: Concept) => ResourceKind,
): Generator<LibraryRecord> {
  const before: { code: string; amount: Big }[] = [];
  for (const [at, child] of item.children.entries()) {
    const concept = file.concepts.get(child.code);
    const read = readChild(child, concept);
    if ('reason' in read) {
      const { reason, value } = read;
      const unread = { is: 'unreadable', line: child.line, field: child.code, reason } as const;
      yield { ...unread, item: codeOf(item), ...(value !== undefined && { value }) };
      return;
    }
    const { concept: used, factor, yield: amount, price } = read;
    const line: Omit<FactorRecord, keyof ReturnType<typeof amountsOf>> = {
      is: 'factor',
      line: child.line,
      item: codeOf(item),
      of: codeOf(used),
      kind: isItem(used) ? 'item' : kindOf(used),
    };
    if (isPercentage(child.code)) {
      const mask = child.code.split(/[%&]/)[0] ?? '';
      const base = before
        .filter(({ code }) => code.startsWith(mask))
        .reduce((sum, { amount: one }) => sum.plus(one), new Big(0));
      const taken = base.times(factor).times(amount);
      before.push({ code: child.code, amount: taken });
      yield { ...line, ...amountsOf('material', { factor: '1', yield: taken.toFixed() }) };
      yield {
        is: 'note',
        line: child.line,
        text: 'a percentage is kept as its amount at the file’s prices, and does not follow later rates',
      };
      continue;
    }
    before.push({ code: child.code, amount: new Big(factor).times(amount).times(price) });
    const kind = line.kind ?? 'material';
    const beside = item.beside.get(String(at));
    const whole = beside ? amountsFromBeside(kind, beside, { factor, yield: amount }) : null;
    yield { ...line, ...(whole ?? amountsOf(kind, { factor, yield: amount })) };
  }
}

type ReadChild =
  | { concept: Concept; factor: string; yield: string; price: string }
  | { reason: string; value?: string };

function readChild(child: Child, concept: Concept | undefined): ReadChild {
  if (!concept || concept.line < 0) return { reason: 'is used and nowhere described (~C)' };
  if (concept.chapter) return { reason: 'is a chapter, and no part of a build-up' };
  const factor = readDecimal(child.factor, '.');
  if (factor === null) return { reason: 'has a factor that is no number', value: child.factor };
  const amount = readDecimal(child.yield, '.');
  if (amount === null) return { reason: 'has a yield that is no number', value: child.yield };
  if (new Big(factor).times(amount).lt(0)) {
    return { reason: 'takes less than nothing', value: `${child.factor} × ${child.yield}` };
  }
  // A wrong price is told of the concept itself.
  return { concept, factor, yield: amount, price: readDecimal(concept.price || '0', '.') ?? '0' };
}
