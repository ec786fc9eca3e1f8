import type { CurveInput } from '../src/charts/curves.ts';
import { commonStepsPerEpoch } from '../src/charts/curveRun.ts';
import { groupBy } from '../src/charts/groupBy.ts';
import type { ExperimentRecord } from '../src/domain/experiment.ts';
import type { Finding, Verdict } from '../src/domain/finding.ts';
import { formatRate } from '../src/domain/rate.ts';
import { isEndState } from '../src/domain/run.ts';
import type { StepUnit } from '../src/domain/runFacts.ts';
import { hasLossOfEachStep } from '../src/domain/score.ts';
import { EMPTY_SERIES } from '../src/domain/series.ts';
import type { RunSeries, Series } from '../src/domain/series.ts';
import { curveFindings, findingsOf, runVerdict } from '../src/kinds/runJudgement.ts';
import type { PanelMessage, PanelParts, PanelRun, SeriesUpdate } from '../src/protocol/panel.ts';

type Hydrate = Extract<PanelMessage, { type: 'hydrate' }>;
type Update = Extract<PanelMessage, { type: 'update' }>;
type Detail = Extract<PanelMessage, { type: 'detail' }>;

interface Derived {
  readonly rates: readonly number[];
  readonly triedRates: ReadonlySet<string>;
  readonly stepsPerEpoch: number | null;
  readonly runsByVariant: ReadonlyMap<string, readonly PanelRun[]>;
}

/** What the page knows of the experiment that it shows. */
export class ExperimentModel {
  readonly folder: string;
  readonly record: ExperimentRecord;
  #parts: PanelParts;
  /** By ascending index. */
  #runs: readonly PanelRun[];
  /** What follows from variants and runs, once for all rows of a table that may have thousands. */
  #derived: Derived;
  readonly #series = new Map<number, Record<string, Series>>();
  /** By the name of the figure, the part of each run that was asked for last. */
  readonly #details = new Map<string, ReadonlyMap<number, Record<string, Series>>>();

  constructor({ type: _type, folder, record, runs, series, ...parts }: Hydrate) {
    this.folder = folder;
    this.record = record;
    this.#parts = parts;
    this.#runs = runs;
    this.#derived = derive(parts, runs);
    for (const update of series) this.#applySeries(update);
  }

  get variants(): PanelParts['variants'] {
    return this.#parts.variants;
  }

  get runs(): readonly PanelRun[] {
    return this.#runs;
  }

  get actions(): PanelParts['actions'] {
    return this.#parts.actions;
  }

  get progress(): PanelParts['progress'] {
    return this.#parts.progress;
  }

  get summary(): PanelParts['summary'] {
    return this.#parts.summary;
  }

  get description(): PanelParts['description'] {
    return this.#parts.description;
  }

  get figures(): PanelParts['figures'] {
    return this.#parts.figures;
  }

  /** What was measured beside what the figures draw by themselves. */
  get metrics(): PanelParts['metrics'] {
    return this.#parts.metrics;
  }

  /** Name of the figure with the curve of each run: by step, or else by epoch; null if there is none. */
  get curveFigure(): string | null {
    const { figures } = this;
    const first = (points: string) => figures.find((figure) => figure.points === points && figure.x.kind !== 'rate');
    return (first('samples') ?? first('epochs'))?.name ?? null;
  }

  /** Runs that have ended, however. */
  get endedRuns(): number {
    return this.#runs.filter(({ state }) => isEndState(state)).length;
  }

  /** Engines and builds that trained the runs, each once. */
  get engines(): readonly string[] {
    return [...new Set(this.#runs.flatMap(({ engine }) => engine ?? []))];
  }

  /** What a step of the runs is. */
  get unit(): StepUnit {
    return this.#runs.at(0)?.facts.unit ?? 'step';
  }

  /** Whether the runs have measured the loss of each step. */
  get hasLossOfEachStep(): boolean {
    return this.#runs.every(({ index, facts: { unit } }) => {
      const { steps } = this.series(index).loss ?? EMPTY_SERIES;
      return steps.length === 0 || hasLossOfEachStep(steps[0], steps[steps.length - 1], steps.length, unit);
    });
  }

  /** Null where it is unknown, or not the same in all runs. */
  get stepsPerEpoch(): number | null {
    return this.#derived.stepsPerEpoch;
  }

  /** The rates of the variants that have one. */
  get rates(): readonly number[] {
    return this.#derived.rates;
  }

  /** The same as formatRate writes them. */
  get triedRates(): ReadonlySet<string> {
    return this.#derived.triedRates;
  }

  /** The runs of a variant, by ascending index. */
  runsOf(variant: string): readonly PanelRun[] {
    return this.#derived.runsByVariant.get(variant) ?? [];
  }

  /** Steps of the longest run, planned or measured. */
  get maxSteps(): number {
    return Math.max(0, ...this.#runs.map(({ facts, newestStep }) => Math.max(facts.total ?? 0, newestStep)));
  }

  /** Whether the variants differ in their rate, or in rate and engine, alone. */
  get variesByRate(): boolean {
    const others = this.variants.map(({ values: { rate: _rate, engine: _engine, ...rest } }) => JSON.stringify(rest));
    return this.variants.every(({ values }) => values.rate !== undefined) && new Set(others).size === 1;
  }

  /** What a run has measured so far. */
  series(index: number): RunSeries {
    return this.#series.get(index) ?? {};
  }

  /** All findings of a run, the most important first. */
  findings(run: PanelRun): readonly Finding[] {
    return findingsOf(run, run.findings, this.#parts.summary);
  }

  /** The word for a run; null while nothing is known. */
  verdict(run: PanelRun): Verdict | null {
    return runVerdict(run, this.findings(run), this.#parts.summary);
  }

  apply({ type: _type, folder: _folder, runs, series, ...parts }: Update): void {
    this.#parts = { ...this.#parts, ...parts };
    if (runs.length > 0) {
      const known = new Map(this.#runs.map((run) => [run.index, run]));
      for (const { keptEpochs, ...run } of runs) {
        const before = known.get(run.index);
        // What was measured anew is no part of the earlier lines.
        if (before && run.newestStep < before.newestStep) this.#details.clear();
        const kept = before?.epochs.slice(0, keptEpochs) ?? [];
        known.set(run.index, { ...run, epochs: [...kept, ...run.epochs] });
      }
      this.#runs = [...known.values()].sort((a, b) => a.index - b.index);
    }
    this.#derived = derive(this.#parts, this.#runs);
    for (const update of series) this.#applySeries(update);
  }

  /** Takes a part of a figure in more detail, in place of the one that was there. */
  applyDetail({ figure, series }: Detail): void {
    const runs = new Map<number, Record<string, Series>>();
    for (const { index, metric, ...line } of series) runs.set(index, { ...runs.get(index), [metric]: line });
    this.#details.set(figure, runs);
  }

  /** The experiment as the charts need it. */
  curveInput(): CurveInput {
    return {
      variants: this.variants,
      definitions: this.figures,
      details: new Map(
        [...this.#details].map(([figure, parts]) => [figure, this.#runs.map(({ index }) => parts.get(index) ?? {})]),
      ),
      runs: this.#runs.map((run) => ({
        variant: run.variant,
        seed: run.seed,
        facts: run.facts,
        verdict: this.verdict(run),
        findings: curveFindings(run.findings, this.#parts.summary),
        ended: isEndState(run.state),
        initialLoss: run.initialLoss,
        score: run.score,
        epochs: run.epochs,
        series: this.series(run.index),
      })),
    };
  }

  #applySeries({ index, metric, kept, steps, values, means }: SeriesUpdate): void {
    const known = this.#series.get(index) ?? {};
    const before = known[metric] ?? EMPTY_SERIES;
    known[metric] = {
      steps: joined(before.steps.subarray(0, kept), steps),
      values: joined(before.values.subarray(0, kept), values),
      ...(means && { means: joined((before.means ?? before.values).subarray(0, kept), means) }),
    };
    this.#series.set(index, known);
  }
}

function derive({ variants }: PanelParts, runs: readonly PanelRun[]): Derived {
  const rates = variants.flatMap(({ values }) => values.rate ?? []);
  return {
    rates,
    triedRates: new Set(rates.map(formatRate)),
    stepsPerEpoch: commonStepsPerEpoch(runs),
    runsByVariant: groupBy(runs, ({ variant }) => variant),
  };
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  if (first.length === 0) return second;
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
