import { setPriority } from 'node:os';

/** How far what works on jobs stands back: half the way to the last place. */
const niceness = 10;

/**
 * Makes this thread, and those it starts, stand back for requests, and for the database, where they want its
 * processor. On Linux a thread has a priority of its own; elsewhere the whole process would stand back.
 */
export function standBack(): void {
  if (process.platform === 'linux') setPriority(niceness);
}

/** Makes one of the database's processes, on this machine, stand back the same way. */
export function makeStandBack(processId: number): void {
  try {
    setPriority(processId, niceness);
  } catch {
    // It has ended, or belongs to somebody else: then it works as fast as it may.
  }
}
