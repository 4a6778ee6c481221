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

/** Whether a kept plan is refused, as it is each time, since a migration gave its columns other types: in any language. */
const isOutdated = (error: unknown) =>
  error instanceof pg.DatabaseError &&
  error.code === '0A000' &&
  error.routine === 'RevalidateCachedQuery';

/**
 * Makes a connection keep the plans of the statements that are `worth` it, such as those that are marked so. They come
 * with values: a text that holds what is asked for is asked once. A plan that a migration has outdated fails the
 * transaction it is asked in, and is made anew the next time.
 */
export function keepPlans(client: pg.ClientBase, worth = isMarked): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  /** How many plans of a statement were outdated; the server holds each under its name until the connection ends. */
  const outlived = new Map<string, number>();
  const keeping = (text: unknown, values: unknown, ...rest: unknown[]) => {
    // Several statements at once, which cannot be prepared, come without values.
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || !worth(text)) {
      return query(text, values, ...rest);
    }
    const first = nameOf(text);
    if (first === null) return query(text, values, ...rest);
    const times = outlived.get(first) ?? 0;
    const name = times === 0 ? first : `${first}-${times}`;
    return hearingFailure(query, [{ name, text }, values, ...rest], (error) => {
      if (isOutdated(error)) outlived.set(first, times + 1);
    });
  };
  client.query = keeping as typeof client.query;
}

/** Asks, and passes on what comes of it as it is asked for: by a promise, or to the function given last. */
function hearingFailure(
  query: (...given: unknown[]) => unknown,
  given: unknown[],
  failed: (error: unknown) => void,
): unknown {
  const callback = given.at(-1);
  if (typeof callback !== 'function') {
    return (query(...given) as Promise<unknown>).catch((error) => {
      failed(error);
      throw error;
    });
  }
  return query(...given.slice(0, -1), (error: Error | null, result: unknown) => {
    if (error) failed(error);
    callback(error, result);
  });
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
