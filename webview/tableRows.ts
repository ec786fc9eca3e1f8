import type { Severity, Verdict } from '../src/domain/finding.ts';
import { findingMessage } from '../src/domain/findingMessage.ts';
import { formatLoss, formatShare } from '../src/domain/format.ts';
import { reasonsText } from '../src/domain/reasonText.ts';
import { adviceTexts } from '../src/domain/remedyText.ts';
import { runStateText } from '../src/domain/runStateText.ts';
import { scoreSoFar } from '../src/domain/score.ts';
import { EMPTY_SERIES, firstNonFinite } from '../src/domain/series.ts';
import type { Series } from '../src/domain/series.ts';
import type { Variant } from '../src/domain/variant.ts';
import type { PanelRun } from '../src/protocol/panel.ts';
import type { ExperimentModel } from './experimentModel.ts';
import { remedyActions } from './remedyActions.ts';
import type { RemedyAction } from './remedyActions.ts';
import type { SortKey } from './settings.ts';
import { TEXTS } from './texts.ts';

/** What was found in a run, or why it ended. */
export interface Remark {
  /** What it says but for its numbers, so that runs can be counted of which the same is true. */
  readonly code: string;
  /** Null for what is no finding. */
  readonly severity: Severity | null;
  readonly text: string;
  /** The cause and what helps; empty where there is nothing to say. */
  readonly advice: string;
  /** What the cause rests on; empty where nothing is known. */
  readonly reasons: string;
  /** What can be done about it by one click. */
  readonly actions: readonly RemedyAction[];
}

/** A row of the table: a run, or all runs of a variant. Numbers are for sorting, texts for people. */
export interface Row {
  readonly name: string;
  /** Id of the variant. */
  readonly variant: string;
  readonly verdict: Verdict | null;
  readonly numbers: RunNumbers & { readonly variant: number };
  readonly texts: Readonly<Record<Exclude<SortKey, 'variant' | 'verdict'>, string>>;
  readonly remarks: readonly Remark[];
  /** Index of the run; null for a variant with several. */
  readonly run: number | null;
}

/** A variant, and its runs where it has several. */
export interface VariantRow extends Row {
  readonly runs: readonly Row[];
}

/** What is measured of a run; NaN where it is not. */
interface RunNumbers {
  readonly loss: number;
  readonly accuracy: number;
  /** How far it is, in epochs or steps. */
  readonly epoch: number;
  readonly speed: number;
}

/** Made once: making one takes longer than all else in a row. */
const ONE_DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** From too low to too high; other symptoms come last. */
const VERDICT_ORDER: readonly (Verdict | null)[] = ['slow', 'fast', 'furious'];

/** The variants of an experiment with their runs, sorted; those with nothing to sort by come last. */
export function tableRows(
  model: ExperimentModel,
  sort: { readonly key: SortKey; readonly descending: boolean },
): VariantRow[] {
  const rows = model.variants.flatMap((variant, index) => variantRow(model, variant, index));
  const order = compareBy(sort.key);
  return rows.sort((a, b) => order(a, b, sort.descending ? -1 : 1));
}

/** The columns in which some row has something to say. */
export function filledColumns(rows: readonly VariantRow[]): SortKey[] {
  const all = rows.flatMap((row) => [row, ...row.runs]);
  const isFilled: Readonly<Record<SortKey, boolean>> = {
    variant: true,
    verdict: all.some(({ verdict }) => verdict !== null),
    loss: true,
    accuracy: all.some(({ numbers }) => !Number.isNaN(numbers.accuracy)),
    epoch: true,
    state: true,
    speed: all.some(({ numbers }) => !Number.isNaN(numbers.speed)),
  };
  return (Object.keys(isFilled) as SortKey[]).filter((key) => isFilled[key]);
}

function variantRow(model: ExperimentModel, variant: Variant, index: number): VariantRow[] {
  const runs = model.runsOf(variant.id);
  if (runs.length === 0) return [];
  const name = variant.label || TEXTS.runNumber(index + 1);
  if (runs.length === 1) return [{ ...runRow(model, runs[0], name, index), runs: [] }];
  const rows = runs.map((run) => runRow(model, run, runName(run), index));
  const numbers = { ...averages(rows.map((row) => row.numbers)), variant: index };
  const allOf = (number: keyof RunNumbers) => rows.map((row) => row.numbers[number]);
  const verdicts = new Set(rows.map(({ verdict }) => verdict));
  const disagree = verdicts.size > 1 && !verdicts.has(null);
  return [
    {
      name,
      variant: variant.id,
      verdict: verdicts.size === 1 ? rows[0].verdict : null,
      numbers,
      texts: {
        loss: commonDivergedText(rows) ?? meanAndSpread(allOf('loss'), formatLoss),
        accuracy: meanAndSpread(
          allOf('accuracy').map((share) => 100 * share),
          (percent) => percent.toFixed(1),
          '%',
        ),
        epoch: positionText(model, numbers.epoch, runs),
        state: stateOfRuns(runs),
        speed: speedText(numbers.speed),
      },
      remarks: [
        ...(disagree ? [{ code: '', severity: null, text: TEXTS.disagree, advice: '', reasons: '', actions: [] }] : []),
        ...remarksOfRuns(rows),
      ],
      run: null,
      runs: rows,
    },
  ];
}

/** What tells a run from the others of its variant. */
function runName({ seed, index }: PanelRun): string {
  return seed === null ? TEXTS.runNumber(index + 1) : TEXTS.seed(seed);
}

function runRow(model: ExperimentModel, run: PanelRun, name: string, variantIndex: number): Row {
  const { loss = EMPTY_SERIES } = model.series(run.index);
  const numbers = {
    variant: variantIndex,
    loss: run.score ?? scoreSoFar(loss, run.facts.unit),
    accuracy: run.epochs.at(-1)?.accuracy ?? lastAccuracy(model, run),
    epoch: model.stepsPerEpoch === null ? run.newestStep : run.newestStep / model.stepsPerEpoch,
    speed: run.imagesPerSecond ?? NaN,
  };
  return {
    name,
    variant: run.variant,
    verdict: model.verdict(run),
    numbers,
    texts: {
      loss: divergedText(loss, run) ?? written(numbers.loss, formatLoss),
      accuracy: written(numbers.accuracy, formatShare),
      epoch: run.state === 'queued' ? TEXTS.none : positionText(model, numbers.epoch, [run]),
      state: run.elsewhere ? TEXTS.elsewhere : (run.activity ?? runStateText(run.state)),
      speed: speedText(numbers.speed),
    },
    remarks: [
      ...remarksOn(model, run),
      ...(run.reason === null
        ? []
        : [{ code: run.reason, severity: null, text: run.reason, advice: '', reasons: '', actions: [] }]),
    ],
    run: run.index,
  };
}

/** What was found in a run, with what helps. */
export function remarksOn(model: ExperimentModel, run: PanelRun): Remark[] {
  const findings = model.findings(run);
  const advice = adviceTexts(findings, run.facts.unit);
  return findings.map((finding, index) => ({
    code: finding.code,
    severity: finding.severity,
    text: findingMessage(finding),
    advice: advice[index],
    reasons: reasonsText(finding),
    actions: remedyActions(finding, run, model),
  }));
}

/** The most important remark on each run, once for all runs of which the same is true. */
function remarksOfRuns(rows: readonly Row[]): Remark[] {
  const first = rows.flatMap(({ name, remarks: [remark] }) => (remark ? { name, remark } : []));
  return [...new Set(first.map(({ remark }) => remark.code))].map((code) => {
    const alike = first.filter(({ remark }) => remark.code === code);
    const [{ name, remark }] = alike;
    return { ...remark, text: TEXTS.ofSomeRuns(alike.length, rows.length, name, remark.text) };
  });
}

function lastAccuracy(model: ExperimentModel, { index }: PanelRun): number {
  return model.series(index).validationAccuracy?.values.at(-1) ?? NaN;
}

/** "NaN at step 41"; null for a run whose losses are all finite. */
function divergedText(losses: Series, { facts }: PanelRun): string | null {
  const diverged = firstNonFinite(losses);
  return diverged && TEXTS.divergedAt(Number.isNaN(diverged.value) ? 'NaN' : TEXTS.infinite, diverged.step, facts.unit);
}

/** The first text among runs that tells where one diverged, if all of them did. */
function commonDivergedText(rows: readonly Row[]): string | null {
  return rows.every(({ numbers }) => numbers.loss === Infinity) ? rows[0].texts.loss : null;
}

function meanAndSpread(values: readonly number[], write: (value: number) => string, unit = ''): string {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return TEXTS.none;
  const middle = mean(known);
  if (known.length === 1) return write(middle) + unit;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (known.length - 1));
  // Both with as many decimals, or the spread would seem to be known better than the mean.
  const decimals = /\.(\d+)$/.exec(write(middle))?.[1].length ?? 0;
  const even = (value: number): string => (/e/.test(write(middle)) ? write(value) : value.toFixed(decimals));
  return TEXTS.spread(even(middle), even(deviation)) + unit;
}

function stateOfRuns(runs: readonly PanelRun[]): string {
  const counts = new Map<string, number>();
  for (const { state, elsewhere } of runs) {
    const text = elsewhere ? TEXTS.elsewhere : runStateText(state);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const [[first]] = counts;
  return counts.size === 1
    ? first
    : [...counts].map(([state, some]) => TEXTS.ofRuns(some, runs.length, state)).join(', ');
}

function averages(numbers: readonly RunNumbers[]): RunNumbers {
  const average = (name: keyof RunNumbers): number => {
    const known = numbers.map((each) => each[name]).filter((value) => !Number.isNaN(value));
    return known.length > 0 ? mean(known) : NaN;
  };
  return { loss: average('loss'), accuracy: average('accuracy'), epoch: average('epoch'), speed: average('speed') };
}

/** "1.5 / 3", or "1.5" where nobody knows how many there will be. */
function positionText({ stepsPerEpoch }: ExperimentModel, position: number, runs: readonly PanelRun[]): string {
  const totals = runs.map(({ facts }) => facts.total);
  const now = Number.isInteger(position) ? position.toLocaleString('en') : position.toFixed(1);
  if (totals.includes(null)) return now;
  const total = Math.max(...totals.map((steps) => (steps ?? 0) / (stepsPerEpoch ?? 1)));
  return `${now} / ${ONE_DECIMAL.format(total)}`;
}

function speedText(speed: number): string {
  return written(speed, (value) => Math.round(value).toLocaleString('en'));
}

function written(value: number, write: (value: number) => string): string {
  return Number.isNaN(value) ? TEXTS.none : write(value);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function compareBy(key: SortKey): (a: Row, b: Row, sign: 1 | -1) => number {
  const byVariant = (a: Row, b: Row): number => a.numbers.variant - b.numbers.variant;
  return (a, b, sign) => {
    if (key === 'state') return sign * a.texts.state.localeCompare(b.texts.state) || byVariant(a, b);
    const [one, other] =
      key === 'verdict' ? [verdictRank(a.verdict), verdictRank(b.verdict)] : [a.numbers[key], b.numbers[key]];
    if (Number.isNaN(one) || Number.isNaN(other)) {
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other)) || byVariant(a, b);
    }
    return one === other ? byVariant(a, b) : sign * (one < other ? -1 : 1);
  };
}

function verdictRank(verdict: Verdict | null): number {
  if (verdict === null) return NaN;
  const rank = VERDICT_ORDER.indexOf(verdict);
  return rank < 0 ? VERDICT_ORDER.length : rank;
}
