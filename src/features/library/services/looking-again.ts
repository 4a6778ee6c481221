/** How long one look may hold up the next, in milliseconds. */
const patience = 1_000;

/**
 * Looks again whenever it is called, but once at a time and at most every `gap` milliseconds: however often it is called
 * meanwhile, one more look follows, so that none is broken off by the next and the last call is always heeded.
 */
export function lookingAgain(look: () => Promise<unknown>, gap: number): () => void {
  let looking = false;
  let called = false;
  const lookWhileCalled = async () => {
    looking = true;
    while (called) {
      called = false;
      const enough = Promise.race([look().catch(() => {}), pause(patience)]);
      await Promise.all([enough, pause(gap)]);
    }
    looking = false;
  };
  return () => {
    called = true;
    if (!looking) void lookWhileCalled();
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
