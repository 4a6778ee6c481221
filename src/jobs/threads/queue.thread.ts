import { parentPort, workerData } from 'node:worker_threads';
import type { JobEvent } from '../options.ts';
import { shareProcessors } from '../processors.ts';
import { work } from '../work.ts';
import type { QueueTask, Said } from './queue.ts';
import { makeStandBack, standBack, threadsToUse, withoutHelpers } from './stand-back.ts';

/* The thread of queue.ts: works on every kind of job until it hears anything. */
const { url, timeZone, ownDatabase }: QueueTask = workerData;
const say = (said: Said) => parentPort?.postMessage(said);

standBack();
const told = new Promise((resolve) => parentPort?.once('message', resolve));
const queue = await work({
  url: ownDatabase ? withoutHelpers(url) : url,
  timeZone,
  observe: (event) => say({ event: 'error' in event ? copied(event) : event }),
  servedBy: ownDatabase ? makeStandBack : undefined,
  processors: ownDatabase ? shareProcessors(threadsToUse()) : undefined,
});
say('working');

await told;
await queue.stop();

/** An event whose error can be copied to another thread: of other things than errors, the text is told. */
function copied<Event extends JobEvent & { error: unknown }>(event: Event): Event {
  const { error } = event;
  return { ...event, error: error instanceof Error ? error : new Error(String(error)) };
}
