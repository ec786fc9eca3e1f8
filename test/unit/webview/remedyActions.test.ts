import assert from 'node:assert/strict';
import type { Finding, Remedy } from '../../../src/domain/finding.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { ExperimentModel } from '../../../webview/experimentModel.ts';
import { remedyActions } from '../../../webview/remedyActions.ts';
import type { RemedyAction } from '../../../webview/remedyActions.ts';
import { findingOf, threeRates } from '../charts/samples.ts';
import { hydrateOf } from './experiments.ts';
import type { Hydrate } from './experiments.ts';

const REMEDIES: readonly Remedy[] = [
  { kind: 'set-rate', rate: 0.003, range: [0.001, 0.01] },
  { kind: 'clip', norm: 1.2 },
  { kind: 'train-longer', epochs: 12 },
];
const FINDING: Finding = { ...findingOf(['nan', 'rate-too-high', 'The loss is NaN.']), remedies: REMEDIES };
const EXPLAIN: RemedyAction = { kind: 'explain', symptom: 'nan' };

function actionsOf(
  finding: Finding,
  { state = 'finished', ...changes }: Partial<Hydrate> & { readonly state?: RunState } = {},
): RemedyAction[] {
  const message = hydrateOf(threeRates());
  const model = new ExperimentModel({ ...message, ...changes });
  const run = model.runs.find(({ variant }) => variant === model.variants[2].id)!;
  return remedyActions(finding, { ...run, state }, model);
}

describe('the buttons below a finding', () => {
  const { record } = hydrateOf(threeRates());

  it('train again with the rate that is proposed, or for longer', () => {
    assert.deepEqual(actionsOf(FINDING), [
      { kind: 'run', change: { rate: 0.003, epochs: null, engine: 'wasm' } },
      { kind: 'run', change: { rate: 0.1, epochs: 12, engine: 'wasm' } },
      EXPLAIN,
    ]);
  });

  it('do not offer a rate that was tried', () => {
    assert.deepEqual(actionsOf({ ...FINDING, remedies: [{ kind: 'set-rate', rate: 0.01 }] }), [EXPLAIN]);
  });

  it('train nothing before the run has ended', () => {
    assert.deepEqual(actionsOf(FINDING, { state: 'running' }), [EXPLAIN]);
  });

  it('copy the rate of a log, which cannot be trained here', () => {
    const copy = { kind: 'copy', rate: 0.003 } as const;
    for (const state of ['running', 'finished'] as const) {
      assert.deepEqual(actionsOf(FINDING, { state, record: { ...record, choice: null } }), [copy, EXPLAIN]);
    }
  });

  describe('of a curve that says little of its rate', () => {
    const unsure: Finding = { ...FINDING, remedies: [], confidence: 0.7, estimate: { rate: 0.02, margin: 0.8 } };
    const probe = { kind: 'probe', run: { rate: 0.1, estimate: unsure.estimate!, engine: 'wasm' } } as const;

    it('train at ten times and a tenth of the rate', () => {
      assert.deepEqual(actionsOf(unsure), [probe, EXPLAIN]);
      assert.deepEqual(actionsOf({ ...unsure, confidence: 0.9, cause: 'undetermined' }), [probe, EXPLAIN]);
    });

    it('do not where the curve says enough, the run goes on, or a log cannot be trained here', () => {
      assert.deepEqual(actionsOf({ ...unsure, confidence: 0.8 }), [EXPLAIN]);
      assert.deepEqual(actionsOf({ ...unsure, estimate: undefined }), [EXPLAIN]);
      assert.deepEqual(actionsOf(unsure, { state: 'running' }), [EXPLAIN]);
      assert.deepEqual(actionsOf(unsure, { record: { ...record, choice: null } }), [EXPLAIN]);
      assert.deepEqual(actionsOf(unsure, { record: { ...record, kind: 'probe' } }), [EXPLAIN]);
    });

    it('do not where higher and lower rates were tried', () => {
      const message = hydrateOf(threeRates());
      const model = new ExperimentModel(message);
      const middle = [...model.variants].sort((a, b) => a.values.rate! - b.values.rate!)[1];
      const run = model.runs.find(({ variant }) => variant === middle.id)!;
      assert.deepEqual(remedyActions(unsure, { ...run, state: 'finished' }, model), [EXPLAIN]);
    });
  });

  it('are none for a healthy run', () => {
    assert.deepEqual(actionsOf(findingOf(['healthy', 'none', 'The loss fell.'])), []);
  });
});
