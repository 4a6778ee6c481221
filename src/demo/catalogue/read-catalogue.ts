import { envelope } from './envelope.ts';
import { groundworks } from './groundworks.ts';
import { interior } from './interior.ts';
import { equipment, fitOutMaterials, labor, structureMaterials } from './resources.ts';
import { structure } from './structure.ts';

/** What the price of a resource follows. */
const priceFamilies = ['cement', 'copper', 'fuel', 'general', 'steel', 'timber', 'wages'] as const;
/** One of them. */
export type PriceFamily = (typeof priceFamilies)[number];

/** A resource of the demo. */
export interface Resource {
  kind: 'material' | 'labor' | 'equipment';
  code: string;
  name: string;
  unit: string;
  rate: number;
  family: PriceFamily;
}

/** One line of a build-up; which numbers count depends on `kind`, as in the table of factors. */
interface Factor {
  kind: Resource['kind'] | 'item';
  /** Of the resource or of the sub-item. */
  code: string;
  quantity: number | null;
  hours: number | null;
  wastage: number;
  productivity: number;
  crew: number;
  utilization: number;
}

/** An item of the demo: with factors, or with a price for the whole. */
export interface Item {
  code: string;
  name: string;
  unit: string;
  section: string;
  assembly: string;
  unitPrice: number | null;
  factors: Factor[];
}

/** A heading; `parent` is the code of the one above, empty for divisions. */
interface Heading {
  code: string;
  name: string;
  parent: string;
}

/** The whole demo library. */
export interface Catalogue {
  resources: Resource[];
  divisions: Heading[];
  sections: Heading[];
  assemblies: Heading[];
  items: Item[];
}

/** Reads the tables beside this file. */
export function readCatalogue(): Catalogue {
  const resources = [
    ...readResources('material', structureMaterials),
    ...readResources('material', fitOutMaterials),
    ...readResources('labor', labor),
    ...readResources('equipment', equipment),
  ];
  const kinds = new Map(resources.map(({ code, kind }) => [code, kind]));
  const catalogue: Catalogue = {
    resources,
    divisions: [],
    sections: [],
    assemblies: [],
    items: [],
  };
  for (const table of [structure, envelope, interior, groundworks])
    readTable(table, catalogue, kinds);
  return catalogue;
}

function rows(table: string): string[] {
  return table.split('\n').filter((line) => line !== '');
}

function cells(line: string, count: number): string[] {
  const parts = line.split('|').map((part) => part.trim());
  if (parts.length !== count) throw new Error(`Not ${count} columns: ${line}`);
  return parts;
}

function readResources(kind: Resource['kind'], table: string): Resource[] {
  return rows(table).map((line) => {
    const [code = '', unit = '', rate, follows, name = ''] = cells(line, 5);
    const family = priceFamilies.find((known) => known === follows);
    if (!family) throw new Error(`No such price family: ${line}`);
    return { kind, code, name, unit, rate: Number(rate), family };
  });
}

function readTable(
  table: string,
  to: Catalogue,
  kinds: ReadonlyMap<string, Resource['kind']>,
): void {
  for (const line of rows(table)) {
    const heading = line.match(/^(division|section|assembly) (\S+) (.+)$/);
    if (heading) {
      const [, level, code = '', name = ''] = heading;
      if (level === 'division') to.divisions.push({ code, name, parent: '' });
      if (level === 'section')
        to.sections.push({ code, name, parent: to.divisions.at(-1)?.code ?? '' });
      if (level === 'assembly')
        to.assemblies.push({ code, name, parent: to.sections.at(-1)?.code ?? '' });
    } else {
      to.items.push(readItem(line, to.assemblies.at(-1), kinds));
    }
  }
}

function readItem(
  line: string,
  assembly: Heading | undefined,
  kinds: ReadonlyMap<string, Resource['kind']>,
): Item {
  if (!assembly) throw new Error(`Under no assembly: ${line}`);
  const [number, unit = '', name = '', buildUp = ''] = cells(line, 4);
  const price = buildUp.match(/^= ([\d.]+)$/)?.[1];
  return {
    code: `${assembly.code}-${number}`,
    name,
    unit,
    section: assembly.parent,
    assembly: assembly.code,
    unitPrice: price === undefined ? null : Number(price),
    factors: price === undefined ? buildUp.split('; ').map((part) => readFactor(part, kinds)) : [],
  };
}

/** `plywood 0.3 +10%`, `carpenter 0.8h x2 /0.9`, `poker 0.3h @80%` or `[03-31-020] 1.05`. */
function readFactor(text: string, kinds: ReadonlyMap<string, Resource['kind']>): Factor {
  const [name = '', amount = '', ...details] = text.split(' ');
  const code = name.replace(/^\[(.+)\]$/, '$1');
  const kind = code === name ? kinds.get(code) : 'item';
  const perHour = kind === 'labor' || kind === 'equipment';
  const value = Number(amount.replace(/h$/, ''));
  if (!kind || !(value > 0) || perHour !== amount.endsWith('h')) {
    throw new Error(`Not a factor: ${text}`);
  }
  const factor: Factor = {
    kind,
    code,
    quantity: perHour ? null : value,
    hours: perHour ? value : null,
    wastage: 0,
    productivity: 1,
    crew: 1,
    utilization: 1,
  };
  for (const detail of details) {
    const number = Number(detail.slice(1).replace(/%$/, ''));
    if (detail.startsWith('+') && kind === 'material') factor.wastage = number;
    else if (detail.startsWith('x') && kind === 'labor') factor.crew = number;
    else if (detail.startsWith('/') && kind === 'labor') factor.productivity = number;
    else if (detail.startsWith('@') && kind === 'equipment') factor.utilization = number / 100;
    else throw new Error(`${detail} has no meaning here: ${text}`);
  }
  return factor;
}
