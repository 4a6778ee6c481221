import type { FactorRecord, LibraryRecord, ResourceKind } from '../records.ts';
import { codeOf } from './chapters.ts';
import { isPercentage } from './codes.ts';
import type { Concept } from './concepts.ts';
import { amountsFromBeside, amountsOf } from './line-amounts.ts';
import type { PricedLine, Pricing } from './pricing.ts';

/**
 * The lines of an item's build-up. A percentage becomes its amount at the file's prices, as a material at a rate of 1:
 * what is taken is then exactly what the file takes, and does not follow later rates, which a note says.
 */
export function* buildUpOf(
  pricing: Pricing,
  item: Concept,
  isItem: (concept: Concept) => boolean,
  kindOf: (resource: Concept) => ResourceKind,
): Generator<LibraryRecord> {
  for (const [at, line] of pricing.lines(item).entries()) {
    const { child } = line;
    if ('reason' in line) {
      const { reason, value } = line;
      const unread = { is: 'unreadable', line: child.line, field: child.code, reason } as const;
      yield { ...unread, item: codeOf(item), ...(value !== undefined && { value }) };
      return;
    }
    yield {
      is: 'factor',
      line: child.line,
      item: codeOf(item),
      of: codeOf(line.used),
      kind: isItem(line.used) ? 'item' : kindOf(line.used),
      ...amountsOfLine(line, item.beside.get(String(at)), isItem, kindOf),
    };
    if (isPercentage(child.code)) {
      yield {
        is: 'note',
        line: child.line,
        text: 'a percentage is kept as its amount at the file’s prices, and does not follow later rates',
      };
    }
  }
}

/** How much a line takes, told apart as it was written beside it where it still is that much. */
function amountsOfLine(
  { child, used, factor, yield: amount, cost }: PricedLine,
  beside: string | undefined,
  isItem: (concept: Concept) => boolean,
  kindOf: (resource: Concept) => ResourceKind,
): Omit<FactorRecord, 'is' | 'line' | 'item' | 'of' | 'kind'> {
  if (isPercentage(child.code)) {
    return amountsOf('material', { factor: '1', yield: cost.toFixed() });
  }
  const kind = isItem(used) ? 'item' : kindOf(used);
  const said = { factor, yield: amount };
  return (beside && amountsFromBeside(kind, beside, said)) || amountsOf(kind, said);
}
