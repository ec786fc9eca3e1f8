import type { ExperimentOverview, RunOverview } from '../../src/domain/experiment.ts';
import { NO_FACTS } from '../../src/domain/runFacts.ts';
import { RunTracker } from '../../src/domain/runTracker.ts';
import { planExperiment } from '../../src/kinds/kinds.ts';

/** What a choice plans, with the losses of its runs in their order; null for one that is still to come. */
export function experimentOf(
  kind: string,
  choice: unknown,
  losses: readonly (readonly number[] | null)[],
  rates?: readonly number[],
): ExperimentOverview {
  const plan = planExperiment(kind, choice);
  const runs = plan.runs.map((run, index): RunOverview => {
    const facts = { ...NO_FACTS, ...run.facts, optimizer: 'torch.optim.Adam', total: 1000 };
    const tracker = new RunTracker({ facts, spec: null });
    const values = losses[index];
    const known = {
      index,
      variant: run.variant.id,
      seed: run.seed,
      facts,
      spec: null,
      site: run.site,
      elsewhere: false,
    };
    if (!values) return { ...known, state: 'queued', result: null };
    tracker.apply({ type: 'started', run: '', facts });
    const samples = values.map((loss, step) => ({ step, loss, ...(rates && { rate: rates[step] }) }));
    tracker.apply({ type: 'samples', samples });
    tracker.apply({ type: 'ended', state: 'finished' });
    return { ...known, state: 'finished', result: tracker.result() };
  });
  const record = {
    format: 1,
    kind,
    name: plan.name,
    preset: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    subject: 'program',
    choice,
    runner: 'programs',
    variants: plan.variants,
    source: null,
    versions: {},
  } as const;
  return { record, variants: plan.variants, runs };
}
