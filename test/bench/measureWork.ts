/**
 * Milliseconds that work takes, and for how long at most the event loop stood still meanwhile. Both count the time of the processor
 * too: on a busy machine others stand in between.
 */
export async function measureWork(work: () => Promise<unknown>): Promise<string> {
  const before = process.cpuUsage();
  const start = performance.now();
  let block = 0;
  let last = before;
  const look = (): void => {
    block = Math.max(block, milliseconds(process.cpuUsage(last)));
    last = process.cpuUsage();
    if (isWorking) setTimeout(look);
  };
  let isWorking = true;
  // Once a millisecond: to look all the time would be work itself while the disk is waited for.
  setTimeout(look);
  await work();
  isWorking = false;
  look();
  const time = performance.now() - start;
  const cpu = milliseconds(process.cpuUsage(before));
  return [time, cpu, block].map((value) => `${value.toFixed(0)} ms`.padStart(9)).join('');
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
