import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answered, Load, Sent } from './requests.ts';

/* The thread of requests.ts: sends until it hears anything, and answers with how long each took. */
const { requests, everyMs }: Load = workerData;
const answers: Answered[] = [];
const open = new Set<Promise<void>>();
const failed: unknown[] = [];
let over = false;
parentPort?.once('message', () => {
  over = true;
});

const begun = performance.now();
for (let sent = 0; !over && failed.length === 0; sent += 1) {
  const due = begun + sent * everyMs;
  const wait = due - performance.now();
  if (wait > 0) await pause(wait);
  const request = requests[sent % requests.length];
  if (!request) throw new Error('There is nothing to ask for.');
  const answered = timedFrom(due, request)
    .then((time) => {
      answers.push({ name: request.name, time });
    })
    .catch((error) => {
      failed.push(error);
    })
    .then(() => {
      open.delete(answered);
    });
  open.add(answered);
}
await Promise.all(open);
if (failed.length > 0) throw failed[0];
parentPort?.postMessage(answers);

/** From the moment a request was due, so that a late start counts as waiting. */
async function timedFrom(due: number, { url, init }: Sent): Promise<number> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url}: ${await answer.text()}`);
  await answer.arrayBuffer();
  return performance.now() - due;
}
