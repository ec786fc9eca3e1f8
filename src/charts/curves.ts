import type { ExperimentOverview, ExperimentRecord } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import type { Verdict } from '../domain/finding.ts';
import { PRESETS } from '../domain/presets.ts';
import type { PublishedResult } from '../domain/presets.ts';
import { formatRate } from '../domain/rate.ts';
import type { EngineName, EpochSummary, Sample } from '../domain/run.ts';
import { stepsPerEpoch } from '../domain/sweepPlan.ts';
import { accuracyByEpoch, lossByEpoch } from './epochFigures.ts';
import type { Figure } from './figure.ts';
import { AS_PRINTED } from './view.ts';
import type { CurveView } from './view.ts';
import { forReader } from './viewing.ts';
import { lossByStep } from './stepFigure.ts';
import { divergenceOf, offAxisFrom } from './stops.ts';
import type { Divergence } from './stops.ts';

/** What the curves need of a run, whether it has ended or is still training. */
export interface CurveRun {
  readonly learningRate: number;
  readonly seed: number;
  /** What trained it: runs of one rate with different engines have lines of their own. */
  readonly engine?: EngineName;
  readonly verdict: Verdict | null;
  /** Whether nothing more will come. */
  readonly ended: boolean;
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
  readonly view: CurveView;
  readonly rates: readonly CurveRate[];
  /** Without those of hidden rates. */
  readonly runs: readonly PreparedRun[];
  /** Where the loss axis ends, unless all is to be seen. */
  readonly top: number;
}

/** A learning rate as the figures call it: one of them for each engine where there are two. */
export interface CurveRate {
  readonly rate: number;
  readonly label: string;
  /** Drawn dashed, since it lies over the line of another engine. */
  readonly dashed?: true;
  /** The verdict that all its seeds share, in plain words; empty when they differ or none is known. */
  readonly word: string;
}

/** An experiment ready to be drawn: plain data without NaN or infinities, so that it survives JSON. */
export interface Curves {
  /** Ascending, and by engine where there are two. */
  readonly rates: readonly CurveRate[];
  readonly lossByEpoch: Figure;
  readonly accuracyByEpoch: Figure;
  readonly lossByStep: Figure;
}

/** The curves of an experiment. A run without a result has no lines yet, but its rate has a colour, so that colours stay when it ends. */
export function curvesOf({ record, runs }: ExperimentOverview): Curves {
  return shapeCurves(
    runs.map(({ spec, result }) => ({
      learningRate: spec.learningRate,
      seed: spec.seed,
      engine: spec.engine,
      verdict: result && verdictOf(result.findings),
      ended: result !== null,
      initialLoss: result?.initialLoss ?? null,
      epochs: result?.epochs ?? [],
      samples: result?.series ?? [],
    })),
    planOf(record),
  );
}

/** What the curves need to know of what was asked. */
export function planOf({ specs, preset }: ExperimentRecord): CurvePlan {
  const [first] = specs;
  return {
    epochs: Math.max(...specs.map((spec) => spec.epochs)),
    stepsPerEpoch: stepsPerEpoch(first),
    classes: first.network.outputs,
    published: PRESETS.find(({ name }) => name === preset)?.published ?? [],
  };
}

/** Shapes runs into the three figures. */
export function shapeCurves(runs: readonly CurveRun[], plan: CurvePlan, view: CurveView = AS_PRINTED): Curves {
  const learningRates = [...new Set(runs.map((run) => run.learningRate))].sort((a, b) => a - b);
  const engines = [...new Set(runs.map((run) => run.engine))];
  const lines = learningRates.flatMap((rate) => engines.map((engine) => ({ rate, engine })));
  const isOf = (run: CurveRun, line: (typeof lines)[number]): boolean =>
    run.learningRate === line.rate && run.engine === line.engine;
  const prepared: Prepared = {
    plan,
    view,
    rates: lines.map((line) => ({
      rate: line.rate,
      label: engines.length > 1 ? `${formatRate(line.rate)} ${line.engine}` : formatRate(line.rate),
      ...(line.engine !== engines[0] && { dashed: true }),
      word: sharedWord(runs.filter((run) => isOf(run, line)).map((run) => run.verdict)),
    })),
    runs: runs
      .filter((run) => !view.hidden.includes(run.learningRate))
      .map((run) => ({
        ...run,
        rate: lines.findIndex((line) => isOf(run, line)),
        divergence: divergenceOf(run.samples, plan.stepsPerEpoch),
      })),
    top: offAxisFrom(runs),
  };
  return {
    rates: prepared.rates,
    lossByEpoch: forReader(lossByEpoch(prepared), view.zooms.lossByEpoch),
    accuracyByEpoch: forReader(accuracyByEpoch(prepared), view.zooms.accuracyByEpoch),
    lossByStep: forReader(lossByStep(prepared), view.zooms.lossByStep),
  };
}

function sharedWord(verdicts: readonly (Verdict | null)[]): string {
  const [first] = verdicts;
  return first && verdicts.every((verdict) => verdict === first) ? first.replaceAll('-', ' ') : '';
}
