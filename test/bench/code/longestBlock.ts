/** How long some work takes, and the longest time that it blocks the event loop, in milliseconds. */
export interface Timing {
  readonly duration: number;
  readonly longestBlock: number;
}

export async function time(work: () => Promise<unknown>): Promise<Timing> {
  const start = performance.now();
  let last = start;
  let longestBlock = 0;
  let isDone = false;
  const tick = (): void => {
    const now = performance.now();
    longestBlock = Math.max(longestBlock, now - last);
    last = now;
    if (!isDone) setImmediate(tick);
  };
  setImmediate(tick);
  try {
    await work();
  } finally {
    isDone = true;
  }
  const duration = performance.now() - start;
  await new Promise((resolve) => setImmediate(resolve));
  return { duration, longestBlock };
}
