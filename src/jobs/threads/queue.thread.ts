import { parentPort, workerData } from 'node:worker_threads';
import { listenForChanges } from '../../database/changes.ts';
import { connect } from '../../database/database.ts';
import type { JobEvent } from '../options.ts';
import { startQueue } from '../queue.ts';
import type { QueueTask, Said } from './queue.ts';
import { makeStandBack, standBack } from './stand-back.ts';

/* The thread of queue.ts: works on every kind of job until it hears anything. */
const { url, timeZone, ownDatabase }: QueueTask = workerData;
const say = (said: Said) => parentPort?.postMessage(said);

standBack();
const stopped = new Promise((resolve) => parentPort?.once('message', resolve));
const servedBy = ownDatabase ? makeStandBack : undefined;
const database = connect(url, { servedBy });
const changes = await listenForChanges(url);
const observe = (event: JobEvent) => say({ event: 'error' in event ? copied(event) : event });
const queue = await startQueue({
  url,
  database,
  changes,
  timeZone,
  now: () => new Date(),
  observe,
});
say('working');

await stopped;
await queue.stop();
await changes.close();
await database.close();
say('stopped');

/** An event whose error can be copied to another thread: of other things than errors, the text is told. */
function copied<Event extends JobEvent & { error: unknown }>(event: Event): Event {
  const { error } = event;
  return { ...event, error: error instanceof Error ? error : new Error(String(error)) };
}
