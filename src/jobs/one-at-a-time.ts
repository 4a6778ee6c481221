/** Calls during a call are one more call after it. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const call = (): Promise<void> => {
    if (running) {
      next ??= running
        .catch(() => {})
        .then(() => {
          next = null;
          return call();
        });
      return next;
    }
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return call;
}
