import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { shareProcessors } from './processors.ts';

/** Work that goes on until it is told to end. */
function longWork() {
  const ending = Promise.withResolvers<void>();
  let begun = false;
  return {
    begun: () => begun,
    end: ending.resolve,
    work: () => {
      begun = true;
      return ending.promise;
    },
  };
}

test.each([1, 2])('%i runs work at a time, who asks first comes first', async (count) => {
  const processors = shareProcessors(count);
  const all = Array.from({ length: 4 }, longWork);
  const done = all.map(({ work }) => processors.forRun().use(work));
  for (const [at, one] of all.entries()) {
    await pause(0);
    expect(all.map(({ begun }) => begun())).toEqual(all.map((_, other) => other < at + count));
    one.end();
    await done[at];
  }
});

test('a run that has worked for long lets one go first that has not, though it asked later', async () => {
  const processors = shareProcessors(1);
  const long = processors.forRun();
  await long.use(() => pause(50));
  const held = longWork();
  const holds = processors.forRun().use(held.work);
  const order: string[] = [];
  const all = [
    long.use(async () => order.push('long')),
    processors.forRun().use(async () => order.push('short')),
  ];
  held.end();
  await Promise.all([holds, ...all]);
  expect(order).toEqual(['short', 'long']);
});

test('however long a run has worked, one that asks much later comes after it', async () => {
  const processors = shareProcessors(1, { mostCounted: 20 });
  const long = processors.forRun();
  await long.use(() => pause(100));
  const held = longWork();
  const holds = processors.forRun().use(held.work);
  const order: string[] = [];
  const first = long.use(async () => order.push('long'));
  await pause(40);
  const second = processors.forRun().use(async () => order.push('short'));
  held.end();
  await Promise.all([holds, first, second]);
  expect(order).toEqual(['long', 'short']);
});

test('work that fails gives the processor back, and fails', async () => {
  const run = shareProcessors(1).forRun();
  await expect(run.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await run.use(async () => 'next')).toBe('next');
});

test('work that waits for another run’s is passed by it, and ends its turn but once', async () => {
  const processors = shareProcessors(1, { longest: 10 });
  const lock = Promise.withResolvers<string>();
  const waits = processors.forRun().use(() => lock.promise);
  const [second, third] = [longWork(), longWork()];
  const passes = processors.forRun().use(async () => {
    lock.resolve('free');
    await second.work();
  });
  expect(await waits).toBe('free');
  const last = processors.forRun().use(third.work);
  await pause(0);
  expect([second.begun(), third.begun()]).toEqual([true, false]);
  second.end();
  third.end();
  await Promise.all([passes, last]);
});
