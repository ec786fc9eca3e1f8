import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Sweep } from '../../../src/app/sweep.ts';
import type { SweepServices } from '../../../src/app/sweep.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { presetChoice } from '../../../src/domain/sweepPlan.ts';
import type { TrainingJob } from '../../../src/protocol/training.ts';
import { temporaryFolders } from '../../support/folders.ts';

/** Whose workers end every run at once. */
const SERVICES = {
  pool: {
    async run(prepare: () => Promise<TrainingJob>) {
      await prepare();
      return { type: 'ended', state: 'finished' } as const;
    },
  },
  engines: { describe: () => Promise.resolve({ name: 'wasm', build: 'simd' }) },
  mnistFolder: '',
  window: 'test',
  version: '0',
} as unknown as SweepServices;

describe('Sweep', () => {
  const newFolder = temporaryFolders();

  it('says in a sentence that the findings cannot be written when the runs have ended', async () => {
    const folder = path.join(newFolder(), 'experiment');
    const sweep = await Sweep.create({ ...presetChoice(SLOW_FAST_FURIOUS), learningRates: [0.01] }, folder, SERVICES);
    const training = sweep.train(new AbortController().signal, (_, { type }) => {
      if (type !== 'ended') return;
      // A folder that is not empty cannot be replaced by a file.
      const result = path.join(folder, 'runs', '0', 'attempt-1', 'result.json');
      rmSync(result);
      mkdirSync(path.join(result, 'in the way'), { recursive: true });
    });
    await assert.rejects(training, {
      name: 'ExperimentError',
      message: /^The results cannot be written to .*experiment: E[A-Z]+: .*\.$/,
    });
  });
});
