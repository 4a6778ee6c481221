import Big from 'big.js';

/** A sub-item where it stands in an item's build-up. */
export interface SubItemPlace {
  /** The way to it: an id for each step down, the last its own. */
  place: readonly string[];
  /** The codes of the items on the way, the last its own. */
  via: readonly string[];
  /** How much of it one unit of the item takes, as a decimal. */
  multiplier: string;
}

/** A resource in a build-up, with the codes of the sub-items it is reached through. */
export interface CostLine {
  via: readonly string[];
  /** How much of the innermost sub-item one unit of the item takes, as a decimal. */
  multiplier: string;
  /** Money per unit of the item, as a decimal. */
  cost: string;
}

/** A row of the tree: a sub-item with what is in it under it, or a resource. */
export type CostRow<Place extends SubItemPlace, Line extends CostLine> = {
  /** 1 for what the item itself is made of, one more for each sub-item it is in. */
  level: number;
  /** Money per unit of the item, exact. A sub-item's is the sum of the rows right under it. */
  cost: Big;
} & ({ subItem: Place; line: null } | { subItem: null; line: Line });

/**
 * An item's build-up as a tree, in the order it is read: each sub-item followed by what is in it, the dearest first. Every
 * line stands in it once, so that the rows of a level sum exactly to the row above them, and those of level 1 to `total`.
 * @throws {Error} where a line is in no place
 */
export function costTree<Place extends SubItemPlace, Line extends CostLine>(
  places: readonly Place[],
  lines: readonly Line[],
): { total: Big; rows: CostRow<Place, Line>[] } {
  const root = nodeOf<Place, Line>(null);
  const nodes = new Map(places.map((place) => [way(place.place), nodeOf<Place, Line>(place)]));
  for (const [key, node] of nodes) {
    const above = node.subItem?.place.slice(0, -1) ?? [];
    const parent = above.length === 0 ? root : nodes.get(way(above));
    if (!parent) throw new Error(`Nothing is above the sub-item at ${key}.`);
    parent.nodes.push(node);
  }
  const nodesAt = Map.groupBy(nodes.values(), ({ subItem }) => keyOf(subItem));
  nodesAt.set(keyOf(null), [root]);
  for (const [key, own] of Map.groupBy(lines, keyOf)) {
    deal(own, nodesAt.get(key) ?? []);
  }
  const total = sumUp(root);
  return { total, rows: rowsUnder(root, 1) };
}

interface Node<Place, Line> {
  /** Null for the item itself. */
  subItem: Place | null;
  nodes: Node<Place, Line>[];
  lines: Line[];
  cost: Big;
}

const nodeOf = <Place, Line>(subItem: Place | null): Node<Place, Line> => ({
  subItem,
  nodes: [],
  lines: [],
  cost: new Big(0),
});

const way = (place: readonly string[]) => place.join('/');

/** Where a line belongs: codes are unique, so that the way and how much is taken of its end say which sub-item it is in. */
const keyOf = (at: Pick<CostLine, 'via' | 'multiplier'> | null) =>
  JSON.stringify(at ? [at.via, at.multiplier] : [[], '1']);

/**
 * Gives each of the places that one key stands for its share of the lines. There are several where an item takes as much
 * of a sub-item twice; each of them then has the same lines, and all are there as many times.
 */
function deal<Place, Line>(lines: readonly Line[], nodes: readonly Node<Place, Line>[]): void {
  if (nodes.length === 0) throw new Error('A line of the build-up is in no place of it.');
  for (const same of Map.groupBy(lines, (line) => JSON.stringify(line)).values()) {
    same.forEach((line, index) => {
      nodes[index % nodes.length]?.lines.push(line);
    });
  }
}

function sumUp<Place, Line extends CostLine>(node: Node<Place, Line>): Big {
  const own = node.lines.reduce((sum, { cost }) => sum.plus(cost), new Big(0));
  node.cost = node.nodes.reduce((sum, inner) => sum.plus(sumUp(inner)), own);
  return node.cost;
}

function rowsUnder<Place extends SubItemPlace, Line extends CostLine>(
  { nodes, lines }: Node<Place, Line>,
  level: number,
): CostRow<Place, Line>[] {
  const inner = nodes.flatMap((node) =>
    node.subItem === null
      ? []
      : [
          {
            cost: node.cost,
            rows: [
              { level, cost: node.cost, subItem: node.subItem, line: null },
              ...rowsUnder(node, level + 1),
            ],
          },
        ],
  );
  const own = lines.map((line) => {
    const cost = new Big(line.cost);
    return { cost, rows: [{ level, cost, subItem: null, line }] };
  });
  return [...inner, ...own].sort((a, b) => b.cost.cmp(a.cost)).flatMap(({ rows }) => rows);
}
