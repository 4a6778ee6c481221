import type { Crew } from '../../core/crew.ts';

/** What the threads of a crew count with, in memory they share: the next part, those that are done, the shares so far. */
export type CrewCounts = Int32Array;

const next = 0;
const done = 1;
const shares = 2;

/** The counts of a crew that has not begun. */
export const crewCounts = (): CrewCounts =>
  new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));

/**
 * One of `threads` threads that do the same over the same memory: each takes the next part nobody has taken, and waits
 * at the end of a share until the last of them is done. A thread that breaks off leaves the others waiting: whoever started
 * them ends them all.
 */
export function joinCrew(counts: CrewCounts, threads: number): Crew {
  return {
    share(count, work) {
      const share = Atomics.load(counts, shares);
      for (;;) {
        const part = Atomics.add(counts, next, 1);
        if (part >= count) break;
        work(part);
      }
      if (Atomics.add(counts, done, 1) < threads - 1) {
        Atomics.wait(counts, shares, share);
        return;
      }
      // The last one opens the next share, which nobody begins before.
      Atomics.store(counts, next, 0);
      Atomics.store(counts, done, 0);
      Atomics.add(counts, shares, 1);
      Atomics.notify(counts, shares);
    },
  };
}
