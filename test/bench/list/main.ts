import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createEntry } from '../../../src/app/experimentEntry.ts';
import { ExperimentIndex } from '../../../src/app/experimentIndex.ts';
import type { ExperimentReader } from '../../../src/app/experimentIndex.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { writeExperiment } from '../../support/experiments.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';
import { measureWork } from '../measureWork.ts';

/** Steps of a run: an epoch of all of MNIST's images in batches of 128. */
const STEPS = 469;

const READER: ExperimentReader = {
  read: async (folder) =>
    createEntry(folder, await (await ExperimentFolder.open(folder)).overview({ window: 'other', series: false })),
  isActive: () => false,
};

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  console.log('experiments                             time      CPU    block at most');
  for (const size of sizes.length > 0 ? sizes : [200, 5000]) {
    const storage = mkdtempSync(path.join(os.tmpdir(), 'goldilocks-list-'));
    try {
      await fill(storage, size);
      const print = async (what: string, work: () => Promise<unknown>): Promise<void> =>
        console.log(`${size}`.padEnd(9), what.padEnd(26), await measureWork(work));
      const uncached = new ExperimentIndex(storage, READER);
      await print('first list without caches', () => uncached.list());
      await print('writing caches after it', () => uncached.cached());
      const index = new ExperimentIndex(storage, READER);
      await print('first list of a window', () => index.list());
      await print('refresh', () => index.list());
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

void main();
