import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { present } from '../../../src/app/experimentEntry.ts';
import { ExperimentIndex } from '../../../src/app/experimentIndex.ts';
import type { ExperimentReader } from '../../../src/app/experimentIndex.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { writeExperiment } from '../../support/experiments.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';

/** Steps of a run: an epoch of all of MNIST's images in batches of 128. */
const STEPS = 469;

const READER: ExperimentReader = {
  read: async (folder) =>
    present(folder, await (await ExperimentFolder.open(folder)).overview({ window: 'other', series: false })),
  isActive: () => false,
};

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  console.log('experiments  first list, never listed before  first list of a window  refresh  longest block');
  for (const size of sizes.length > 0 ? sizes : [200, 5000]) {
    const storage = mkdtempSync(path.join(os.tmpdir(), 'goldilocks-list-'));
    try {
      await fill(storage, size);
      const cold = await measure(() => new ExperimentIndex(storage, READER).list());
      const index = new ExperimentIndex(storage, READER);
      const first = await measure(() => index.list());
      const refresh = await measure(() => index.list());
      const block = Math.max(cold.block, first.block, refresh.block);
      console.log(
        [
          size,
          `${cold.time.toFixed(0)} ms`,
          `${first.time.toFixed(0)} ms`,
          `${refresh.time.toFixed(0)} ms`,
          `${block.toFixed(0)} ms`,
        ]
          .map((text, column) => String(text).padStart([11, 33, 24, 9, 15][column]))
          .join(''),
      );
    } finally {
      rmSync(storage, { recursive: true, force: true });
    }
  }
}

/** Fills a storage folder with sweeps of three rates that have ended. */
async function fill(storage: string, size: number): Promise<void> {
  const overview = sweepOf([0.1, 0.01, 0.001].map((rate, index) => finishedRun(index, rate, line(2.3, rate, STEPS))));
  const first = path.join(storage, '0');
  await writeExperiment(first, overview);
  const longAgo = new Date('2026-01-01');
  const text = readFileSync(path.join(first, 'experiment.json'), 'utf8');
  for (let index = 0; index < size; index++) {
    const folder = path.join(storage, String(index));
    if (index > 0) cpSync(first, folder, { recursive: true });
    const createdAt = new Date(longAgo.getTime() + index * 1000).toISOString();
    writeFileSync(path.join(folder, 'experiment.json'), text.replace(overview.record.createdAt, createdAt));
    utimesSync(path.join(folder, 'runs'), longAgo, longAgo);
  }
}

/** Milliseconds that work takes, and for how long at most the event loop stood still meanwhile. */
async function measure(work: () => Promise<unknown>): Promise<{ time: number; block: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  await work();
  const time = performance.now() - start;
  // The last block is seen when the loop has gone round once more.
  await new Promise((resolve) => setTimeout(resolve, 5));
  delay.disable();
  return { time, block: delay.max / 1e6 };
}

void main();
