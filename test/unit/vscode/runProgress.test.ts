import assert from 'node:assert/strict';
import type { TrainingRun } from '../../../src/app/liveTraining.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';
import { withoutVscode } from '../l10n/vscodeStandIn.ts';

describe('the progress of a run', () => {
  it('counts what the run is measured by', async () => {
    const { runProgress } = await withoutVscode(() => import('../../../src/vscode/texts.ts'));
    const { runs } = sweepOf([finishedRun(0, 0.1, [2.3, 2])]);
    const progressOf = (unit: 'step' | 'epoch' | 'row', total: number | null): string => {
      const facts = { ...NO_FACTS, unit, total };
      const tracker = new RunTracker({ facts, spec: null });
      tracker.apply({ type: 'started', run: '0', facts });
      tracker.apply({ type: 'samples', samples: [{ step: 4, loss: 2 }] });
      const run = { tracker, result: null } as unknown as TrainingRun;
      return runProgress(run, { ...runs[0], facts }, {} as Parameters<typeof runProgress>[2]).split(' · ')[0];
    };
    assert.equal(progressOf('step', null), 'step 4');
    assert.equal(progressOf('epoch', null), 'epoch 4');
    assert.equal(progressOf('epoch', 20), 'epoch 4 of 20');
    assert.equal(progressOf('row', 20), 'row 4 of 20');
  });
});
