/**
 * Those who do one piece of work together: each runs the same code over the same memory, and shares out the parts of it
 * that take long. Threads over shared memory are one (jobs/threads/crew.ts), who works alone is another.
 */
export interface Crew {
  /** Does `work` once for each of 0 … count − 1, by whoever is free, and goes on once all of them are done. */
  share(count: number, work: (part: number) => void): void;
}

/** Who works alone. */
export const alone: Crew = {
  share(count, work) {
    for (let part = 0; part < count; part++) work(part);
  },
};
