import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { RunFacts } from '../../../src/domain/runFacts.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import type { Sample } from '../../../src/domain/sample.ts';

const METRICS = ['loss', 'validationLoss', 'accuracy', 'validationAccuracy', 'rate', 'gradientNorm'] as const;

/** A training that was read from a log with these samples. */
export function readTraining(samples: readonly Sample[], known: Partial<RunFacts> = {}): ExperimentOverview {
  const metrics = METRICS.filter((metric) => samples.some((sample) => sample[metric] !== undefined));
  const facts: RunFacts = { ...NO_FACTS, metrics: metrics.map((name) => ({ name, source: name })), ...known };
  const tracker = new RunTracker({ facts, spec: null });
  tracker.apply({ type: 'started', run: 'log.csv', facts });
  tracker.apply({ type: 'samples', samples });
  tracker.apply({ type: 'ended', state: 'finished' });
  const variant = { id: 'log', label: 'log.csv', values: {} };
  return {
    record: {
      format: 1, kind: 'training', name: 'version_0/metrics.csv', preset: null, createdAt: '2026-01-01T00:00:00.000Z', subject: 'log',
      choice: null, runner: null, variants: [variant], source: '/logs/version_0/metrics.csv', versions: {},
    },
    variants: [variant],
    runs: [
      { index: 0, variant: 'log', seed: null, facts, spec: null, state: 'finished', elsewhere: false, result: tracker.result() },
    ],
  }; // prettier-ignore
}
