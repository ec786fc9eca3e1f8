import { EDGE_METRICS, edgeLimit, hasEdge } from '../../../src/domain/edge.ts';
import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import { edge } from '../../../src/kinds/edge.ts';
import { edgeChoice } from '../../../src/kinds/edge/choice.ts';
import type { EdgeChoice } from '../../../src/kinds/edge/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';

/** A rate below its limit, one that is above it for a while, and one that always is, with the eigenvalues of `EIGENVALUES`. */
export const CHOICE: EdgeChoice = {
  ...edgeChoice({ ...presetChoice(SLOW_FAST_FURIOUS), preset: null, optimizer: DEFAULT_OPTIMIZERS.sgd }),
  learningRates: [0.01, 0.1, 3],
};

/** By step. */
const EIGENVALUES: readonly (readonly [number, number])[] = [
  [0, 1],
  [100, 40],
  [471, 10],
];

/** A measurement whose runs have ended; without results they all were cancelled. */
export function measuredEdge(hasResults = true, choice = CHOICE): ExperimentOverview {
  const { variants, runs, name, preset } = edge.plan(choice);
  const overviews = runs.map(({ spec, facts, seed, variant }, index): RunOverview => {
    const tracker = new RunTracker({ facts, spec });
    const { optimizer, learningRate } = spec!;
    tracker.apply({ type: 'started', run: 'a', facts, spec: spec! });
    if (hasResults && hasEdge(optimizer)) {
      const samples = EIGENVALUES.flatMap(([step, eigenvalue]) => [
        { step, loss: 2.3 },
        {
          step,
          extra: {
            [EDGE_METRICS.eigenvalue]: eigenvalue,
            [EDGE_METRICS.limit]: edgeLimit(optimizer, eigenvalue),
            [EDGE_METRICS.rate]: learningRate,
          },
        },
      ]);
      tracker.apply({ type: 'samples', samples });
    }
    tracker.apply({ type: 'ended', state: hasResults ? 'finished' : 'cancelled' });
    const result = hasResults ? tracker.result() : null;
    return { index, variant: variant.id, seed, facts, spec, state: tracker.state, elsewhere: false, result };
  });
  const record = {
    format: 1,
    kind: 'edge',
    name,
    preset,
    createdAt: '2026-01-01T00:00:00.000Z',
    subject: 'built-in',
    choice,
    runner: 'workers',
    variants,
    source: null,
    versions: {},
  } as const;
  return { record, variants, runs: overviews };
}
