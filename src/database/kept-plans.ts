import { sql } from 'kysely';
import pg from 'pg';

const mark = '/* plan kept */';

/**
 * What a long statement begins with that is asked again and again, its text the same each time: every connection keeps its
 * plan (a prepared statement) from the first time on, which may take longer to make than the answer. Not for texts that
 * differ by what is asked for: each would be kept.
 */
export const planKept = sql.raw(mark);

/** By which name connections keep which text. */
const names = new Map<string, string>();

/** Texts that are kept in all: a connection holds each of them, and one that makes texts up has a fault. */
const mostKept = 500;

/**
 * Makes a connection keep the plans of the statements that are `worth` it, such as those that are marked so. They come
 * with values: a text that holds what is asked for is asked once.
 */
export function keepPlans(client: pg.ClientBase, worth = isMarked): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const keeping = (text: unknown, values: unknown, ...rest: unknown[]) => {
    // Several statements at once, which cannot be prepared, come without values.
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || !worth(text)) {
      return query(text, values, ...rest);
    }
    const name = nameOf(text);
    return query(name === null ? text : { name, text }, values, ...rest);
  };
  client.query = keeping as typeof client.query;
}

const isMarked = (text: string) => text.startsWith(mark);

/** The name of a text; null where there is no room for one more. */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= mostKept) return null;
  const name = `kept-${names.size + 1}`;
  names.set(text, name);
  return name;
}

/**
 * A connection for a library whose statements are few and asked for again and again, as a queue's are: it keeps the plan
 * of each. Planning took as long there as doing.
 */
export class PlanKeepingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    keepPlans(this, () => true);
  }
}
