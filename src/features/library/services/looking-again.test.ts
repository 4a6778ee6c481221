import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lookingAgain } from './looking-again.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first call looks at once; of those that follow within the gap the last is heeded, with one look', async () => {
  const look = vi.fn(async () => {});
  const again = lookingAgain(look, 400);
  again();
  expect(look).toHaveBeenCalledTimes(1);
  for (let call = 0; call < 10; call += 1) {
    await vi.advanceTimersByTimeAsync(30);
    again();
  }
  expect(look).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(look).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(look).toHaveBeenCalledTimes(2);
});

test('a look that takes longer than the gap is not broken off by the next', async () => {
  const look = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 700)));
  const again = lookingAgain(look, 400);
  again();
  again();
  await vi.advanceTimersByTimeAsync(699);
  expect(look).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(look).toHaveBeenCalledTimes(2);
});

test('a look that fails, or hangs, holds up no later one', async () => {
  const look = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(new Error('away'))
    .mockImplementationOnce(() => new Promise(() => {}))
    .mockResolvedValue();
  const again = lookingAgain(look, 400);
  again();
  again();
  await vi.advanceTimersByTimeAsync(400);
  again();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(look).toHaveBeenCalledTimes(3);
});
