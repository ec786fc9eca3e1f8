import { formatLoss, formatShare } from '../src/domain/format.ts';
import { verdictOf } from '../src/domain/finding.ts';
import type { Verdict } from '../src/domain/finding.ts';
import { formatRate } from '../src/domain/rate.ts';
import type { Sample } from '../src/domain/run.ts';
import type { PanelRun } from '../src/protocol/panel.ts';
import type { SortKey } from './settings.ts';
import type { SweepModel } from './sweepModel.ts';
import { TEXTS } from './texts.ts';

/** A line of the table: a run, or all seeds of a rate. Numbers are for sorting, texts for people. */
export interface Row {
  readonly name: string;
  readonly rate: number;
  readonly verdict: Verdict | null;
  readonly numbers: Readonly<Record<Exclude<SortKey, 'state' | 'verdict'>, number>>;
  readonly texts: Readonly<Record<Exclude<SortKey, 'rate' | 'verdict'>, string>>;
  /** What was found, in sentences. */
  readonly why: string;
}

/** A rate, and its runs where it has several: of several seeds, or with both engines. */
export interface RateRow extends Row {
  readonly seeds: readonly Row[];
}

/** What is measured of a run. */
interface Figures {
  readonly loss: number;
  readonly accuracy: number;
  readonly epoch: number;
  readonly speed: number;
}

/** Share of the steps, at the end, that the loss of a run is the mean of: that of its score. */
const SCORED_SHARE = 0.1;

/** From too low to too high; whatever is no matter of the rate comes last. */
const VERDICT_ORDER: readonly (Verdict | null)[] = ['slow', 'fast', 'furious'];

/** The rates of a sweep with their runs, sorted; those with nothing to sort by come last. */
export function tableRows(model: SweepModel, sort: { readonly key: SortKey; readonly descending: boolean }): RateRow[] {
  const rates = [...new Set(model.runs.map(({ index }) => model.spec(index).learningRate))].sort((a, b) => a - b);
  const rows = rates.map((rate) => rateRow(model, rate));
  const order = compareBy(sort.key);
  return rows.sort((a, b) => order(a, b, sort.descending ? -1 : 1));
}

function rateRow(model: SweepModel, rate: number): RateRow {
  const runs = model.runs.filter(({ index }) => model.spec(index).learningRate === rate);
  if (runs.length === 1) return { ...runRow(model, runs[0], formatRate(rate)), seeds: [] };
  const severalSeeds = new Set(runs.map(({ index }) => model.spec(index).seed)).size > 1;
  const seeds = runs.map((run) => runRow(model, run, nameInRate(model, run, severalSeeds)));
  const numbers = { ...averages(seeds.map((row) => row.numbers)), rate };
  const of = (name: keyof Figures) => seeds.map((row) => row.numbers[name]);
  const verdicts = new Set(seeds.map(({ verdict }) => verdict));
  return {
    name: formatRate(rate),
    rate,
    verdict: verdicts.size === 1 ? seeds[0].verdict : null,
    numbers,
    texts: {
      loss: broken(seeds) ?? meanAndSpread(of('loss'), formatLoss),
      accuracy: meanAndSpread(
        of('accuracy').map((share) => 100 * share),
        (percent) => percent.toFixed(1),
        ' %',
      ),
      epoch: epochText(numbers.epoch, model.plan.epochs),
      state: stateOfSeeds(runs),
      speed: speedText(numbers.speed),
    },
    why: seeds.every(({ verdict }) => verdict !== null) && verdicts.size > 1 ? TEXTS.disagree : '',
    seeds,
  };
}

/** What tells a run from the others of its rate. */
function nameInRate(model: SweepModel, { index }: PanelRun, severalSeeds: boolean): string {
  const { seed, engine } = model.spec(index);
  return [...(severalSeeds ? [TEXTS.seed(seed)] : []), ...(model.record.secondEngine ? [engine] : [])].join(', ');
}

function runRow(model: SweepModel, run: PanelRun, name: string): Row {
  const samples = model.samples(run.index);
  const numbers = {
    rate: model.spec(run.index).learningRate,
    loss: run.score ?? recentLoss(samples),
    accuracy: run.epochs.at(-1)?.accuracy ?? NaN,
    epoch: run.progress * model.plan.epochs,
    speed: run.imagesPerSecond ?? NaN,
  };
  const stop = samples.find(({ loss }) => !Number.isFinite(loss));
  return {
    name,
    rate: numbers.rate,
    verdict: verdictOf(run.findings),
    numbers,
    texts: {
      loss: stop
        ? TEXTS.brokenAt(Number.isNaN(stop.loss) ? 'NaN' : 'infinite', stop.step)
        : written(numbers.loss, formatLoss),
      accuracy: written(numbers.accuracy, formatShare),
      epoch: run.state === 'queued' ? TEXTS.none : epochText(numbers.epoch, model.plan.epochs),
      state: run.elsewhere ? TEXTS.elsewhere : TEXTS.states[run.state],
      speed: speedText(numbers.speed),
    },
    why: run.findings[0]?.message ?? run.reason ?? '',
  };
}

/** Mean loss of the last tenth of what was measured so far; NaN before anything was. */
function recentLoss(samples: readonly Sample[]): number {
  const last = samples.at(-1)?.step ?? 0;
  const losses = samples.flatMap(({ step, loss }) =>
    loss !== undefined && step > last * (1 - SCORED_SHARE) ? loss : [],
  );
  return losses.length > 0 ? mean(losses) : NaN;
}

/** The first text among seeds that tells of a broken run, if all of them broke. */
function broken(seeds: readonly Row[]): string | null {
  return seeds.every(({ numbers }) => numbers.loss === Infinity) ? seeds[0].texts.loss : null;
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

function stateOfSeeds(runs: readonly PanelRun[]): string {
  const counts = new Map<string, number>();
  for (const { state, elsewhere } of runs) {
    const text = elsewhere ? TEXTS.elsewhere : TEXTS.states[state];
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const [[first]] = counts;
  return counts.size === 1
    ? first
    : [...counts].map(([state, some]) => TEXTS.ofSeeds(some, runs.length, state)).join(', ');
}

function averages(figures: readonly Figures[]): Figures {
  const of = (name: keyof Figures): number => {
    const known = figures.map((figure) => figure[name]).filter((value) => !Number.isNaN(value));
    return known.length > 0 ? mean(known) : NaN;
  };
  return { loss: of('loss'), accuracy: of('accuracy'), epoch: of('epoch'), speed: of('speed') };
}

function epochText(epoch: number, epochs: number): string {
  return `${Number.isInteger(epoch) ? epoch : epoch.toFixed(1)} / ${epochs}`;
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
  return (a, b, sign) => {
    if (key === 'state') return sign * a.texts.state.localeCompare(b.texts.state) || a.rate - b.rate;
    const [one, other] =
      key === 'verdict' ? [verdictRank(a.verdict), verdictRank(b.verdict)] : [a.numbers[key], b.numbers[key]];
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other)) || a.rate - b.rate;
    return one === other ? a.rate - b.rate : sign * (one < other ? -1 : 1);
  };
}

function verdictRank(verdict: Verdict | null): number {
  if (verdict === null) return NaN;
  const rank = VERDICT_ORDER.indexOf(verdict);
  return rank < 0 ? VERDICT_ORDER.length : rank;
}
