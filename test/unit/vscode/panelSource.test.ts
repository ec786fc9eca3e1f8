import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { SweepServices } from '../../../src/app/sweep.ts';
import type { ExperimentRecord } from '../../../src/domain/experiment.ts';
import { ExperimentFolder } from '../../../src/runs/experimentFolder.ts';
import { StoredSource } from '../../../src/vscode/panel/panelSource.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { smallSpec } from '../../support/runs.ts';

const RECORD: ExperimentRecord = {
  format: 1,
  kind: 'sweep',
  name: 'test',
  preset: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  subject: 'built-in',
  specs: [smallSpec()],
  site: null,
  engine: { name: 'wasm', build: 'simd' },
  versions: {},
};

describe('an experiment on disk, for the panel', () => {
  const newFolder = temporaryFolders();

  it('has what a run measured in all its attempts, and says when another one has taken over', async () => {
    const folder = newFolder();
    const experiment = await ExperimentFolder.create(folder, RECORD);
    const library = new ExperimentLibrary(newFolder(), { window: 'here' } as SweepServices);
    const source = await StoredSource.open(folder, library, {
      title: () => '',
      waiting: '',
      preparing: '',
      elsewhere: '',
    });
    const measure = (file: string, steps: readonly number[], loss: number): void =>
      appendFileSync(file, steps.map((step) => `{"step":${step},"loss":${loss}}\n`).join(''));
    assert.deepEqual(
      (await source.standing()).samples.map(({ samples }) => samples),
      [[]],
    );

    const first = await experiment.startAttempt(0, 'elsewhere');
    measure(first.metricsFile, [0, 1, 2, 3], 9);
    const [before] = (await source.standing()).samples;
    assert.deepEqual(
      before.samples.map(({ step, loss }) => [step, loss]),
      [
        [0, 9],
        [1, 9],
        [2, 9],
        [3, 9],
      ],
    );

    const second = await experiment.startAttempt(0, 'elsewhere', { attempt: 1, step: 2 });
    measure(second.metricsFile, [3, 4], 5);
    const standing = await source.standing();
    const [after] = standing.samples;
    assert.deepEqual(
      after.samples.map(({ step, loss }) => [step, loss]),
      [
        [0, 9],
        [1, 9],
        [2, 9],
        [3, 5],
        [4, 5],
      ],
    );
    assert.notEqual(after.origin, before.origin, 'so that the samples sent before are replaced');
    assert.equal(standing.runs[0].progress, 0.5);
    measure(second.metricsFile, [5], 5);
    const [grown] = (await source.standing()).samples;
    assert.deepEqual([grown.origin, grown.samples.length], [after.origin, 6]);
  });
});
