import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';

/** How far what works on jobs stands back: half the way to the last place. */
const niceness = 10;

let standsBack = false;

/**
 * Makes this thread, and those it starts, stand back for requests, and for the database, where they want its
 * processor. On Linux a thread has a priority of its own; elsewhere the whole process would stand back.
 */
export function standBack(): void {
  standsBack = true;
  if (process.platform === 'linux') setPriority(niceness);
}

/** Threads that a task may be shared among: what stands back leaves a processor to others, if there is more than one. */
export function threadsToUse(): number {
  const processors = availableParallelism();
  return standsBack ? Math.max(1, processors - 1) : processors;
}

/**
 * Makes one of the database's processes, on this machine, stand back the same way. Where Linux shares the processor out
 * among sessions before their processes, each of the database's is a session of its own, and its priority within that
 * says nothing: the session has to stand back (sched(7), "The autogroup feature").
 */
export function makeStandBack(processId: number): void {
  try {
    setPriority(processId, niceness);
    if (process.platform === 'linux') setSessionPriority(processId);
  } catch {
    // It has ended, or belongs to somebody else: then it works as fast as it may.
  }
}

/** Asked for again with every run, since the kernel may say that it has to come later; once is enough. */
function setSessionPriority(processId: number): void {
  const session = `/proc/${processId}/autogroup`;
  // There is none where sessions do not count, or groups of the administrator's do.
  if (readFileSync(session, 'utf8').endsWith(`nice ${niceness}\n`)) return;
  writeFileSync(session, String(niceness));
}

/**
 * The address of a database on this machine for what stands back: its statements are done by one process each. The helpers
 * that would share a large one are nobody's to make stand back, since they come and go with it.
 */
export function withoutHelpers(url: string): string {
  const alone = new URL(url);
  const given = alone.searchParams.get('options');
  const settings = ['max_parallel_workers_per_gather', 'max_parallel_maintenance_workers'];
  const options = settings.map((name) => `-c ${name}=0`);
  alone.searchParams.set('options', [given, ...options].filter(Boolean).join(' '));
  return alone.href;
}
