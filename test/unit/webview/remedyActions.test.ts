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

  it('are none for a healthy run', () => {
    assert.deepEqual(actionsOf(findingOf(['healthy', 'none', 'The loss fell.'])), []);
  });
});
