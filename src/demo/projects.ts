import { demoPeople } from '../contract/session.ts';
import type { Catalogue, Resource } from './catalogue/read-catalogue.ts';
import { type Kind, type KindLine, readKinds, readPlaces } from './catalogue/read-kinds.ts';
import { type Random, seededRandom, stableId } from './random.ts';

/** One line of a demo project's estimate. */
interface DemoLine {
  item: string;
  quantity: number;
  usedAt: Date;
}

/** A rate that a project pays instead of the catalogue's, over [from, to). */
interface DemoRate {
  resource: string;
  rate: number;
  from: Date;
  to: Date | null;
}

/** A demo project with its one estimate. */
export interface DemoProject {
  id: string;
  estimateId: string;
  code: string;
  name: string;
  kind: string;
  region: string;
  startedAt: Date;
  owner: string;
  /** A second member beside the owner. */
  estimator: string | null;
  elements: { id: string; name: string; lines: DemoLine[] }[];
  rates: DemoRate[];
}

const day = 86_400_000;

/** An estimate is written within so many days of the project's start. */
const daysOfEstimating = 21;

/** The demo's projects, oldest first: spread over the year before `now`, the newest a week old. */
export function demoProjects(catalogue: Catalogue, now: Date): DemoProject[] {
  const random = seededRandom(4_711);
  const kinds = random.shuffled(
    readKinds().flatMap((kind) => Array<Kind>(kind.projects).fill(kind)),
  );
  const places = random.shuffled(readPlaces());
  const units = new Map(catalogue.items.map(({ code, unit }) => [code, unit]));
  const today = Math.floor(now.getTime() / day) * day;
  return kinds.map((kind, index) => {
    const age = 352 - (index * 345) / (kinds.length - 1);
    const startedAt = new Date(today - Math.round(age * random.between(0.99, 1.01)) * day);
    const code = `D-${String(index + 1).padStart(3, '0')}`;
    const place = places[index % places.length];
    const elements = estimate(kind, random, units, startedAt, now).map((element) => ({
      id: stableId('element', `${code} ${element.name}`),
      ...element,
    }));
    return {
      id: stableId('project', code),
      estimateId: stableId('estimate', code),
      code,
      name: `${kind.called}, ${place?.name}`,
      kind: kind.name,
      region: place?.region ?? '',
      startedAt,
      ...people(index),
      elements,
      rates: ownRates(resourcesOf(elements, catalogue), random, startedAt, now),
    };
  });
}

// Six projects are the administrator's alone, so that the demo's estimator meets one that is closed to her.
function people(index: number): Pick<DemoProject, 'owner' | 'estimator'> {
  const { administrator, estimator } = demoPeople;
  if (index % 7 === 3) return { owner: administrator.id, estimator: null };
  if (index % 5 === 0) return { owner: administrator.id, estimator: estimator.id };
  return { owner: estimator.id, estimator: null };
}

function estimate(
  kind: Kind,
  random: Random,
  units: ReadonlyMap<string, string>,
  startedAt: Date,
  now: Date,
): { name: string; lines: DemoLine[] }[] {
  const size = random.between(kind.smallest, kind.largest);
  const span = Math.min(daysOfEstimating * day, now.getTime() - startedAt.getTime());
  const quantities = new Map<string, number>();
  return kind.elements.map(({ name, lines }, index) => ({
    name,
    lines: lines.flatMap((line): DemoLine[] => {
      const part = (index + random.between(0, 1)) / kind.elements.length;
      const quantity = quantityOf(line, size, quantities, random, units.get(line.item) ?? '');
      if (quantity === null) return [];
      quantities.set(line.item, quantity);
      return [{ item: line.item, quantity, usedAt: new Date(startedAt.getTime() + part * span) }];
    }),
  }));
}

/** Null where this project goes without. Draws the same numbers either way. */
function quantityOf(
  line: KindLine,
  size: number,
  quantities: ReadonlyMap<string, number>,
  random: Random,
  unit: string,
): number | null {
  // What goes with another item keeps closer to it than an item to the size of the building.
  const noise = random.about(line.of === null ? 0.12 : 0.05);
  const base = line.of === null ? size : quantities.get(line.of);
  if (!random.chance(line.chance) || base === undefined) return null;
  const exact = line.amount * base * noise;
  const places = unit === 'each' || unit === 'kg' || unit === 'h' ? 0 : unit === 't' ? 2 : 1;
  return Math.max(Number(exact.toFixed(places)), 10 ** -places);
}

function resourcesOf(elements: readonly { lines: DemoLine[] }[], catalogue: Catalogue): Resource[] {
  const items = new Map(catalogue.items.map((item) => [item.code, item]));
  const used = new Set<string>();
  const visit = (code: string) => {
    for (const factor of items.get(code)?.factors ?? []) {
      if (factor.kind === 'item') visit(factor.code);
      else used.add(factor.code);
    }
  };
  for (const { lines } of elements) for (const { item } of lines) visit(item);
  return catalogue.resources.filter(({ code }) => used.has(code));
}

/** Two projects in three have agreed a few rates with their suppliers; some were agreed anew after a while. */
function ownRates(
  used: readonly Resource[],
  random: Random,
  startedAt: Date,
  now: Date,
): DemoRate[] {
  if (!random.chance(0.66)) return [];
  return random
    .shuffled(used)
    .slice(0, Math.floor(random.between(3, 7)))
    .flatMap(({ code, rate }): DemoRate[] => {
      const first = twoPlaces(rate * random.between(0.92, 1.07));
      const then = new Date(startedAt.getTime() + Math.round(random.between(80, 130)) * day);
      const again = random.chance(0.3) && then.getTime() < now.getTime() - 30 * day;
      if (!again) return [{ resource: code, rate: first, from: startedAt, to: null }];
      const second = twoPlaces(first * random.between(1, 1.05));
      return [
        { resource: code, rate: first, from: startedAt, to: then },
        { resource: code, rate: second, from: then, to: null },
      ];
    });
}

// A rate of cents needs more than two places to differ at all.
function twoPlaces(rate: number): number {
  return Number(rate < 1 ? rate.toPrecision(3) : rate.toFixed(2));
}
