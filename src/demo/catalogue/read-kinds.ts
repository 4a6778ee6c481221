import { kinds, places } from './kinds.ts';

/** How much of an item a project takes: per square metre of its size, or per unit of another item. */
export interface KindLine {
  item: string;
  amount: number;
  of: string | null;
  /** Share of the projects that have it. */
  chance: number;
}

/** A part of what is built. */
interface KindElement {
  name: string;
  lines: KindLine[];
}

/** A kind of work. */
export interface Kind {
  name: string;
  projects: number;
  smallest: number;
  largest: number;
  called: string;
  elements: KindElement[];
}

/** Reads the table of kinds. */
export function readKinds(): Kind[] {
  const all: Kind[] = [];
  for (const row of kinds.split('\n').filter((line) => line !== '')) {
    const [, kind] = row.match(/^kind (.+)$/) ?? [];
    const [, element] = row.match(/^element (.+)$/) ?? [];
    if (kind !== undefined) {
      all.push(readKind(kind));
    } else if (element !== undefined) {
      all.at(-1)?.elements.push({ name: element, lines: [] });
    } else {
      all
        .at(-1)
        ?.elements.at(-1)
        ?.lines.push(...row.split('; ').map(readLine));
    }
  }
  return all;
}

function readKind(text: string): Kind {
  const [, name, projects, smallest, largest, called] =
    text.match(/^(.+) \| (\d+) \| (\d+)–(\d+) \| (.+)$/) ?? [];
  if (name === undefined || called === undefined) throw new Error(`Not a kind of work: ${text}`);
  return {
    name,
    projects: Number(projects),
    smallest: Number(smallest),
    largest: Number(largest),
    called,
    elements: [],
  };
}

function readLine(text: string): KindLine {
  const [, item, amount, of, percent] =
    text.match(/^(\d\d-\d\d-\d{3}) ([\d.]+)(?: of (\d\d-\d\d-\d{3}))?(?: \?(\d+)%)?$/) ?? [];
  if (item === undefined) throw new Error(`Not a line of an estimate: ${text}`);
  return {
    item,
    amount: Number(amount),
    of: of ?? null,
    chance: percent === undefined ? 1 : Number(percent) / 100,
  };
}

/** Where the projects are. */
export function readPlaces(): { name: string; region: string }[] {
  return places
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', region = ''] = line.split(' | ');
      return { name, region };
    });
}
