import { appendFileSync, copyFileSync, readFileSync, rmSync, statSync } from 'node:fs';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import { LogFollower } from '../../../src/logs/logFollower.ts';
import { openLog } from '../../../src/logs/openLog.ts';
import { readLog } from '../../../src/logs/readLog.ts';
import { peakBytes } from '../engine/peakMemory.ts';

/** What one process measured on one log. */
export interface Reading {
  readonly samples: number;
  /** Of the processor, for reading alone: on a busy machine others stand in between. */
  readonly seconds: number;
  /** What the peak of the process's memory grew by, in bytes. */
  readonly memory: number;
}

/** How to read: only the events, into a run that is judged, or following what is added. */
export type ReadingMode = 'events' | 'run' | 'follow';

const READERS: Readonly<Record<ReadingMode, (file: string, more: string) => Promise<Omit<Reading, 'memory'>>>> = {
  async events(file) {
    let samples = 0;
    const begun = process.cpuUsage();
    for await (const event of (await openLog(file)).events()) {
      if (event.type === 'reset') samples = 0;
      if (event.type === 'samples') samples += event.samples.length;
    }
    return { samples, seconds: secondsSince(begun) };
  },
  async run(file) {
    const begun = process.cpuUsage();
    const { losses } = await readLog(await openLog(file));
    return { samples: losses.samples, seconds: secondsSince(begun) };
  },
  async follow(file, more) {
    const copy = `${file}.followed`;
    copyFileSync(file, copy);
    try {
      const follower = new LogFollower(await openLog(copy));
      const tracker = new RunTracker({ facts: NO_FACTS, spec: null });
      for await (const event of follower.update()) tracker.apply(event);
      const added = readFileSync(more);
      appendFileSync(copy, added);
      let samples = 0;
      const begun = process.cpuUsage();
      for await (const event of follower.update()) {
        tracker.apply(event);
        if (event.type === 'samples') samples += event.samples.length;
      }
      return { samples, seconds: secondsSince(begun) };
    } finally {
      rmSync(copy, { force: true });
    }
  },
};

function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

/** Reads a log in the way that the first argument names and prints the Reading. */
async function main([mode, file, more]: readonly string[]): Promise<void> {
  statSync(file);
  const before = peakBytes();
  const reading = await READERS[mode as ReadingMode](file, more);
  process.stdout.write(JSON.stringify({ ...reading, memory: peakBytes() - before } satisfies Reading));
}

void main(process.argv.slice(2));
