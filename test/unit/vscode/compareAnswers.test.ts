import assert from 'node:assert/strict';
import { parseOptimizer } from '../../../src/domain/optimizerText.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { DEFAULT_SCHEDULES } from '../../../src/kinds/schedules/choice.ts';
import { comparisonOf, defaultAnswers, trainingOf } from '../../../src/vscode/compare/compareAnswers.ts';

describe('the answers of a comparison', () => {
  it('begin with the default of their kind, which schedules have three seeds of', () => {
    assert.deepEqual(comparisonOf('schedules', defaultAnswers('schedules')), {
      kind: 'schedules',
      schedules: DEFAULT_SCHEDULES,
    });
    assert.deepEqual(
      (['schedules', 'optimizers', 'batch-sizes'] as const).map((kind) => defaultAnswers(kind).seeds),
      [3, 1, 1],
    );
  });

  it('say what is compared', () => {
    const answers = { rate: 0.1, equal: 'steps' } as const;
    assert.deepEqual(comparisonOf('schedules', { ...answers, names: ['wsd', 'step'] }), {
      kind: 'schedules',
      schedules: ['wsd', 'step'].map(parseSchedule),
      learningRate: 0.1,
    });
    assert.deepEqual(comparisonOf('optimizers', { ...answers, names: ['lion', 'sgd'] }), {
      kind: 'optimizers',
      optimizers: ['lion', 'sgd'].map(parseOptimizer),
    });
    assert.deepEqual(comparisonOf('batch-sizes', { ...answers, names: ['8', '512'] }), {
      kind: 'batch-sizes',
      batchSizes: [8, 512],
      equal: 'steps',
    });
    assert.throws(() => comparisonOf('batch-sizes', { ...answers, names: ['0'] }), /batch size/);
  });

  it('leave the optimizer to those that compare none', () => {
    const answers = { ...defaultAnswers('schedules'), optimizer: 'lion' } as const;
    assert.equal(trainingOf('schedules', answers).optimizer?.name, 'lion');
    assert.equal(trainingOf('optimizers', answers).optimizer, undefined);
  });
});
