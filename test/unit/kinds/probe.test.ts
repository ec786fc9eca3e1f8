import assert from 'node:assert/strict';
import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import { probe } from '../../../src/kinds/probe.ts';
import { probeChoice } from '../../../src/kinds/probe/choice.ts';
import type { ProbeChoice } from '../../../src/kinds/probe/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';

const SWEEP = { ...presetChoice(SLOW_FAST_FURIOUS), seeds: 3, prune: true } as const;
const RUN = { rate: 0.003, estimate: { rate: 0.01, margin: 1 }, engine: null } as const;
const CHOICE = probeChoice(SWEEP, RUN);

/** A probe whose runs put the middle of the zone at these rates; null for one without an estimate. */
function probed(
  rates: readonly (number | null)[],
  state: RunState = 'finished',
  choice: ProbeChoice = CHOICE,
): ExperimentOverview {
  const { variants, runs: planned } = probe.plan(choice);
  const runs = planned.map(({ facts, variant, spec }, index): RunOverview => {
    const rate = rates[index] ?? null;
    const finding = {
      symptom: 'healthy',
      cause: 'none',
      ...(rate !== null && { estimate: { rate, margin: 1 } }),
    } as Finding;
    const { result, ...rest } = finishedRun(index, facts.rate!, [2.3, 1]);
    const isOver = state !== 'running';
    return {
      ...rest,
      variant: variant.id,
      facts,
      spec,
      state,
      result: isOver ? { ...result!, state: state as 'finished', findings: [finding] } : null,
    };
  });
  const { record } = sweepOf(runs);
  return { record: { ...record, kind: 'probe', choice, variants }, variants, runs };
}

describe('a probe', () => {
  it('trains a fifth of the steps at ten times and a tenth of the rate, once, without tests or a schedule', () => {
    const scheduled = { ...SWEEP, schedule: parseSchedule('cosine') };
    const specs = probe.plan(probeChoice(scheduled, RUN)).runs.map(({ spec }) => spec!);
    const steps = Math.ceil(totalSteps(SWEEP) / 5);
    assert.deepEqual(
      specs.map(({ learningRate, seed, schedule, dataset: { test } }) => [learningRate, seed, schedule, test]),
      [
        [0.03, 1, undefined, 0],
        [0.0003, 1, undefined, 0],
      ],
    );
    assert.deepEqual(specs.map(totalSteps), [steps, steps]);
  });

  it('trains a short run to its end', () => {
    const short = { ...SWEEP, epochs: 1, dataset: { ...SWEEP.dataset, train: 10 * SWEEP.batchSize } };
    assert.equal(probeChoice(short, RUN).steps, 10);
  });

  it('averages what its runs and the probed one show', () => {
    const { suggestion, suggestedRates } = probe.summarize(probed([0.1, 0.001]));
    assert.deepEqual(suggestion, { rate: 0.01, range: [0.001, 0.1] });
    assert.deepEqual(Object.values(suggestedRates), [0.01, 0.01]);
    assert.equal(
      probe.describe(probed([0.1, 0.001]), probe.summarize(probed([0.1, 0.001])), false).answer.value,
      '0.01',
    );
  });

  it('suggests nothing while it runs, and where no run finished or says anything', () => {
    for (const experiment of [probed([0.1, 0.1], 'running'), probed([0.1, 0.1], 'cancelled'), probed([null, null])]) {
      assert.equal(probe.summarize(experiment).suggestion, null);
    }
  });

  it('says from what it concludes', () => {
    const experiment = probed([0.1, 0.001]);
    const { title, answer } = probe.describe(experiment, probe.summarize(experiment), false);
    assert.equal(title, 'Probe ×10 and ÷10 of 0.003');
    assert.match(
      answer.detail,
      /^Likely between 0\.001 and 0\.1, judging from the run at 0\.003 and [\d,]+ steps each at 3e-4 and 0\.03\.$/,
    );
  });

  it('refuses a rate that is not positive', () => {
    assert.throws(() => probe.plan({ ...CHOICE, rate: 0 }), /must be a positive number, not 0\./);
  });
});
