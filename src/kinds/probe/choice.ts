import * as l10n from '@vscode/l10n';
import type { RateEstimate } from '../../domain/diagnosis/rateEstimate.ts';
import { stepsPerEpoch, totalSteps } from '../../domain/steps.ts';
import type { EngineName } from '../../domain/run.ts';
import { requireValidTraining } from '../sweep/choice.ts';
import type { SweepChoice, TrainingChoice } from '../sweep/choice.ts';

/** A run whose curve does not show clearly whether its rate is right. */
export interface ProbedRun {
  readonly rate: number;
  /** Where its own curve puts the middle of the zone. */
  readonly estimate: RateEstimate;
  /** Null for that of the sweep. */
  readonly engine: EngineName | null;
}

/** What a probe is planned from. It has no schedule: its short runs would end where that has hardly begun. */
export interface ProbeChoice extends TrainingChoice {
  /** What the run was trained by. */
  readonly sweep: SweepChoice;
  readonly rate: number;
  readonly estimate: RateEstimate;
  /** Steps of each run of the probe. */
  readonly steps: number;
}

/** Far away, runs tell more about the zone between them than near ones. */
export const PROBE_FACTORS = [10, 0.1] as const;
/** Share of the run's steps that each run of a probe has; see docs/diagnosis.md. */
const PROBE_SHARE = 0.2;
/** The diagnosis asks more of curves that are shorter than this. */
const MIN_STEPS = 20;

export function probeChoice(sweep: SweepChoice, { rate, estimate, engine }: ProbedRun): ProbeChoice {
  const { schedule: _, secondEngine: __, learningRates: ___, prune: ____, ...training } = sweep;
  const all = totalSteps(sweep);
  const steps = Math.min(all, Math.max(MIN_STEPS, Math.ceil(PROBE_SHARE * all)));
  return {
    ...training,
    name: 'probe',
    preset: null,
    dataset: { ...sweep.dataset, test: 0 },
    epochs: Math.ceil(steps / stepsPerEpoch(sweep)),
    seeds: 1,
    engine: engine ?? sweep.engine,
    sweep,
    rate,
    estimate,
    steps,
  };
}

/** The rates of a probe's runs. */
export function probeRates({ rate }: Pick<ProbeChoice, 'rate'>): number[] {
  return PROBE_FACTORS.map((factor) => Number((rate * factor).toPrecision(6)));
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: ProbeChoice): void {
  if (!(choice.rate > 0 && Number.isFinite(choice.rate)))
    throw new RangeError(l10n.t('The learning rate must be a positive number, not {0}.', choice.rate));
  requireValidTraining(choice);
}
