import assert from 'node:assert/strict';
import type { Finding, Remedy } from '../../../src/domain/finding.ts';
import { adviceTexts } from '../../../src/domain/remedyText.ts';
import type { StepUnit } from '../../../src/domain/runFacts.ts';
import { findingOf } from '../charts/samples.ts';

function advise(changes: Partial<Finding>, unit: StepUnit = 'step'): string {
  return adviceTexts([{ ...findingOf(['nan', 'rate-too-high', 'The loss is NaN.']), ...changes }], unit)[0];
}

const remedies = (...all: Remedy[]): Partial<Finding> => ({ cause: 'undetermined', remedies: all });

describe('what helps', () => {
  it('begins with the cause and the rate to try', () => {
    assert.equal(
      advise({ remedies: [{ kind: 'set-rate', rate: 0.003, range: [0.001, 0.01] }] }),
      'The rate is probably too high. Try 0.003 (likely between 0.001 and 0.01).',
    );
    assert.equal(
      advise({ cause: 'rate-too-low', remedies: [{ kind: 'scale-rate', factor: 30 }] }),
      'The rate is probably too low. Multiply the rate by 30.',
    );
    assert.equal(advise(remedies({ kind: 'scale-rate', factor: 0.1 })), 'Divide the rate by 10.');
    assert.equal(advise(remedies({ kind: 'scale-rate', factor: 1 / 5000 })), 'Divide the rate by 5000.');
    assert.equal(
      advise({ cause: 'not-the-rate', remedies: [{ kind: 'check-data', what: 'labels' }] }),
      'The rate is probably not the problem. Check the labels, how the inputs are scaled, and the loss function.',
    );
  });

  it('names other remedies after the first', () => {
    assert.equal(
      advise(
        remedies({ kind: 'set-rate', rate: 0.01 }, { kind: 'clip', norm: 1.2 }, { kind: 'train-longer', epochs: 12 }),
      ),
      'Try 0.01. Alternatives: Clip gradients at norm 1.2. Train for about 12 epochs.',
    );
    assert.equal(
      advise(remedies({ kind: 'set-rate', rate: 0.01 }, { kind: 'clip', norm: 1.2 })),
      'Try 0.01. Or: Clip gradients at norm 1.2.',
    );
  });

  it('gives no range that is a single rate', () => {
    assert.equal(advise(remedies({ kind: 'set-rate', rate: 0.01, range: [0.01, 0.01] })), 'Try 0.01.');
  });

  it('counts a warm-up in the unit of the run', () => {
    const warmUp = remedies({ kind: 'warm-up', steps: 50 });
    assert.deepEqual(
      (['step', 'epoch', 'row'] as const).map((unit) => advise(warmUp, unit)),
      [
        'Warm up over the first 50 steps.',
        'Warm up over the first 50 epochs.',
        'Warm up over the first 50 rows of the log.',
      ],
    );
    const short = remedies({ kind: 'warm-up', steps: 1 });
    assert.deepEqual(
      (['step', 'epoch', 'row'] as const).map((unit) => advise(short, unit)),
      ['Warm up over the first step.', 'Warm up over the first epoch.', 'Warm up over the first row of the log.'],
    );
  });

  it('does not say the cause where the sentence of the finding says it', () => {
    assert.equal(advise({ code: 'above-zone', remedies: [{ kind: 'set-rate', rate: 0.01 }] }), 'Try 0.01.');
  });

  it('is empty where nothing is known', () => {
    assert.equal(advise(remedies()), '');
  });

  it('is said once for all findings of a run', () => {
    const finding = {
      ...findingOf(['nan', 'rate-too-high', '']),
      remedies: [{ kind: 'set-rate', rate: 0.01 }] as const,
    };
    const other = { ...findingOf(['spike', 'undetermined', '']), remedies: [] };
    assert.deepEqual(adviceTexts([finding, { ...finding, symptom: 'diverging' }, other], 'step'), [
      'The rate is probably too high. Try 0.01.',
      '',
      '',
    ]);
  });
});
