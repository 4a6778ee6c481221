/** The processors that the runs of a worker share: those of a database on this machine. */
export interface Processors {
  /** For a run that begins. */
  forRun(): Processor;
}

/** What a run works by. */
export interface Processor {
  /** Waits until its turn has come, and does `work`. */
  use<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * How long a turn lasts at most, in milliseconds. What takes longer goes on beside the next: it may wait for a lock that
 * another run holds, whose turn would never come.
 */
const longestTurn = 1_000;

/** The time a run has had counts up to this, in milliseconds: else each turn of a long one took longer than all before. */
const mostCounting = 1_000;

/**
 * Processors of which `count` are used at a time. Who asks first comes first, but as if each had asked later by as long as
 * its run has had a processor already, up to a second: a short run is not held up by the long ones, nor these for long.
 */
export function shareProcessors(
  count: number,
  {
    longest = longestTurn,
    mostCounted = mostCounting,
  }: { longest?: number; mostCounted?: number } = {},
): Processors {
  let free = count;
  const waiting: { rank: number; go: () => void }[] = [];
  const passOn = () => {
    const [first] = waiting.toSorted((a, b) => a.rank - b.rank);
    if (!first) {
      free += 1;
      return;
    }
    waiting.splice(waiting.indexOf(first), 1);
    first.go();
  };
  const turnOf = (had: number) => {
    if (free === 0) {
      return new Promise<void>((go) =>
        waiting.push({ rank: performance.now() + Math.min(had, mostCounted), go }),
      );
    }
    free -= 1;
  };
  return {
    forRun: () => {
      let had = 0;
      return {
        async use(work) {
          await turnOf(had);
          const begun = performance.now();
          const ended = endingOnce(passOn);
          const timer = setTimeout(ended, longest);
          try {
            return await work();
          } finally {
            clearTimeout(timer);
            had += performance.now() - begun;
            ended();
          }
        },
      };
    },
  };
}

/** What calls `end` the first time it is called. */
function endingOnce(end: () => void): () => void {
  let over = false;
  return () => {
    if (over) return;
    over = true;
    end();
  };
}

/** As many as are asked for: a database that others look after shares its own out. */
export const anyProcessors: Processors = { forRun: () => ({ use: (work) => work() }) };
