import type { ExperimentOverview } from '../../domain/experiment.ts';
import type { Description, Plan } from '../../kinds/kind.ts';
import { describe, summarize } from '../../kinds/kinds.ts';

/** What is said of an experiment before it is started: as of one whose runs all wait. */
export function describePlan(kind: string, choice: unknown, { name, preset, variants, runs }: Plan): Description {
  const overview: ExperimentOverview = {
    record: {
      ...{ format: 1, kind, name, preset, choice, variants, subject: 'built-in' },
      ...{ createdAt: new Date(0).toISOString(), runner: null, source: null, versions: {} },
    },
    variants,
    runs: runs.map(({ variant, seed, facts, spec }, index) => ({
      ...{ index, variant: variant.id, seed, facts, spec },
      ...{ state: 'queued', elsewhere: false, result: null },
    })),
  };
  return describe(overview, summarize(overview), true);
}
