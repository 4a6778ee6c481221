import { ArrowDown, ArrowRight, ArrowUp } from 'lucide-react';
import * as format from '../services/format.ts';

const kinds = {
  up: { Icon: ArrowUp, word: 'Up', tone: 'text-good' },
  down: { Icon: ArrowDown, word: 'Down', tone: 'text-warning' },
  flat: { Icon: ArrowRight, word: 'Flat', tone: 'text-quiet' },
} as const;

/** Which way an item's use goes: a sign, a word and a colour. */
export function Trend({ trend }: { trend: keyof typeof kinds }) {
  const { Icon, word, tone } = kinds[trend];
  return (
    <span className={`inline-flex items-center gap-1 align-bottom ${tone}`}>
      <Icon size={13} aria-hidden />
      {word}
    </span>
  );
}

/** A change from one price to the next: a sign, a figure and a colour; dearer is the warning, what rounds to nothing is quiet. */
export function PriceChange({ from, to }: { from: number | null; to: number | null }) {
  const shown = format.change(from, to);
  if (shown === null || from === null || to === null) return null;
  const moved = to > from ? 'text-warning' : 'text-good';
  const tone = shown === format.change(from, from) ? 'text-quiet' : moved;
  return <span className={tone}>{shown}</span>;
}

/** A popularity score from 0 to 100, as a figure with a thin bar. */
export function Score({ value }: { value: number }) {
  return (
    <span className="inline-flex items-center gap-2 align-bottom">
      <span className="h-1 w-9 overflow-hidden rounded-full bg-line" aria-hidden>
        <span className="block h-full bg-accent" style={{ width: `${value}%` }} />
      </span>
      <span className="w-8 text-right">{value.toFixed(1)}</span>
    </span>
  );
}
