import type { ExperimentOverview } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import type { Verdict } from '../domain/finding.ts';
import { PRESETS } from '../domain/presets.ts';
import type { PublishedResult } from '../domain/presets.ts';
import { formatRate } from '../domain/rate.ts';
import type { EpochSummary, Sample } from '../domain/run.ts';
import { accuracyByEpoch, lossByEpoch } from './epochFigures.ts';
import type { Figure } from './figure.ts';
import { lossByStep } from './stepFigure.ts';
import { divergenceOf, offAxisFrom } from './stops.ts';
import type { Divergence } from './stops.ts';

/** What the curves need of a run, whether it has ended or is still training. */
export interface CurveRun {
  readonly learningRate: number;
  readonly seed: number;
  readonly verdict: Verdict | null;
  readonly initialLoss: number | null;
  readonly epochs: readonly EpochSummary[];
  /** By ascending step, bucketed or not. */
  readonly samples: readonly Sample[];
}

/** The plan that all runs of the experiment share. */
export interface CurvePlan {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly classes: number;
  /** What an article printed for the same rates. */
  readonly published: readonly PublishedResult[];
}

/** A run on its way into a figure. */
export interface PreparedRun extends CurveRun {
  /** Index into the rates of the curves. */
  readonly rate: number;
  readonly divergence: Divergence | null;
}

/** Everything the figures are shaped from. */
export interface Prepared {
  readonly plan: CurvePlan;
  readonly rates: readonly CurveRate[];
  readonly runs: readonly PreparedRun[];
  /** Where the loss axis ends. */
  readonly top: number;
}

/** A learning rate as the figures call it. */
export interface CurveRate {
  readonly rate: number;
  readonly label: string;
  /** The verdict that all its seeds share, in plain words; empty when they differ or none is known. */
  readonly word: string;
}

/** An experiment ready to be drawn: plain data without NaN or infinities, so that it survives JSON. */
export interface Curves {
  /** Ascending. */
  readonly rates: readonly CurveRate[];
  readonly lossByEpoch: Figure;
  readonly accuracyByEpoch: Figure;
  readonly lossByStep: Figure;
}

/** The curves of an experiment. A run without a result has no lines yet, but its rate has a colour, so that colours stay when it ends. */
export function curvesOf({ record, runs }: ExperimentOverview): Curves {
  const [first] = record.specs;
  return shapeCurves(
    runs.map(({ spec, result }) => ({
      learningRate: spec.learningRate,
      seed: spec.seed,
      verdict: result && verdictOf(result.findings),
      initialLoss: result?.initialLoss ?? null,
      epochs: result?.epochs ?? [],
      samples: result?.series ?? [],
    })),
    {
      epochs: Math.max(...record.specs.map((spec) => spec.epochs)),
      stepsPerEpoch: Math.ceil(first.dataset.train / first.batchSize),
      classes: first.network.outputs,
      published: PRESETS.find((preset) => preset.name === record.preset)?.published ?? [],
    },
  );
}

/** Shapes runs into the three figures. */
export function shapeCurves(runs: readonly CurveRun[], plan: CurvePlan): Curves {
  const learningRates = [...new Set(runs.map((run) => run.learningRate))].sort((a, b) => a - b);
  const prepared: Prepared = {
    plan,
    rates: learningRates.map((rate) => ({
      rate,
      label: formatRate(rate),
      word: sharedWord(runs.filter((run) => run.learningRate === rate).map((run) => run.verdict)),
    })),
    runs: runs.map((run) => ({
      ...run,
      rate: learningRates.indexOf(run.learningRate),
      divergence: divergenceOf(run.samples, plan.stepsPerEpoch),
    })),
    top: offAxisFrom(runs),
  };
  return {
    rates: prepared.rates,
    lossByEpoch: lossByEpoch(prepared),
    accuracyByEpoch: accuracyByEpoch(prepared),
    lossByStep: lossByStep(prepared),
  };
}

function sharedWord(verdicts: readonly (Verdict | null)[]): string {
  const [first] = verdicts;
  return first && verdicts.every((verdict) => verdict === first) ? first.replaceAll('-', ' ') : '';
}
