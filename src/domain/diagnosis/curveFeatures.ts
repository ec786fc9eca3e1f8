import type { HeldOutCurve } from './heldOutCurve.ts';
import { differences, quantile } from './levels.ts';
import type { CurveBucket, LossCurve } from './lossCurve.ts';
import type { OptimizerKind } from './optimizerKind.ts';
import { USUAL_CENTRES } from './usualCentres.generated.ts';

/** What a curve is judged by besides its losses; unknown is null. */
export interface CurveContext {
  readonly optimizer: OptimizerKind | null;
  readonly rate: number | null;
  readonly batchSize: number | null;
  readonly classes: number | null;
  /** The loss of guessing where it is known some other way than by the number of classes. */
  readonly baseline: number | null;
}

/** All that is kept of a run for its features. */
export interface RecordedRun {
  readonly curve: LossCurve;
  readonly held: HeldOutCurve;
  /** How many losses were not finite. */
  readonly nonFinite: number;
  /** Index among all losses of the first one that was not finite; null for none. */
  readonly firstNonFinite: number | null;
  /** Whether the newest loss is not finite. */
  readonly isBroken: boolean;
}

/**
 * The features of a curve by name, all without a unit and bounded. y: losses in order; windows: means over shares of the run at 0, 2, 5,
 * 10, 20, … 100 %; start: first loss; end: last window; low: lowest window; drop D = max(start − low, 0.001 |start|); size
 * M = max(|start|, |end|); noise sd = root mean square of the differences of the last half / √2. lg is log10, and tau the share of
 * the run on the axis of the summed rates, where they were logged.
 */
export interface CurveFeatures {
  /** 1 if the newest loss is not finite. */
  broken: number;
  /** 1 if a loss was not finite and later ones are. */
  recovered: number;
  /** Share of the losses before the first that was not finite; 1 for none. */
  brokenAt: number;
  /** lg(1 + (last finite − least) / D) of a broken run: growth before the end tells divergence from a bad batch. */
  brokenGrowth: number;
  /** lg of the number of losses. */
  count: number;
  /** lg of the last step. */
  length: number;
  /** lg of the steps between two losses. */
  stride: number;
  /** lg of the batch size. */
  batch: number;
  /** (start − end) / M */
  fall: number;
  /** lg((start − low) / |start|) */
  logDrop: number;
  /** lg(end / start), or a squashed difference where one is below zero. */
  logRatio: number;
  /** lg(1 + (highest loss − start) / D) of the whole run. */
  peak: number;
  /** The same of its first tenth. */
  peakEarly: number;
  /** The same of the windows. */
  peakSmooth: number;
  /** lg(1 + (highest − middle) / max(D, sd)) after the first fifth. */
  spike: number;
  /** lg(1 + (end − low) / D) */
  bounce: number;
  /** lg(1 + (newest − least loss) / D) */
  lastRise: number;
  /** Shares of D reached at 2, 5, 10, 20, 50 % of the run. */
  share2: number;
  share5: number;
  share10: number;
  share20: number;
  share50: number;
  /** lg of the share of the run after which half, and nine tenths, of the fall were done. */
  time50: number;
  time90: number;
  /** lg of the step at which half the fall was done. */
  step50: number;
  /** Fall from the middle fifth to the last fifth, and over the last fifth, in D. */
  fallHalf: number;
  fallLate: number;
  /** Slope of the last half in D, and its t value, squashed. */
  slope: number;
  slopeSure: number;
  /** Falls between tau .17–.30, .38–.62 and .8–1 in max(D, sd), and the ratio of the second to the first. */
  gain1: number;
  gain2: number;
  gainRatio: number;
  /** Share of the drop that is left after Aitken's extrapolation of these falls. */
  remaining: number;
  /** The second fall in its standard errors, squashed. */
  gainSure: number;
  /** Fall over the last decade of steps compared with that over the decade before. */
  decadeFall: number;
  /** lg(sd / D), lg(sd / |end|), lg(sd / |start|) */
  noiseDrop: number;
  noiseEnd: number;
  noiseStart: number;
  /** lg of the typical noise of the last half to that of the first quarter. */
  noiseTrend: number;
  /** lg(sd / typical noise): outliers. */
  heavy: number;
  /** Share of the differences in the last half that turn round. */
  turns: number;
  /** Correlation of neighbours, and next ones, in the last half without its trend; skewness. */
  correlation1: number;
  correlation2: number;
  skew: number;
  /** lg((95th − 5th percentile) / D) of the last sixth, and its asymmetry. */
  tailSpread: number;
  tailSkew: number;
  /** lg of the movement of ten windows beyond what noise gives. */
  wander: number;
  /** lg((highest − lowest window after 30 %) / |start|) */
  flat: number;
  /** Share of the differences that fall. */
  down: number;
  /** lg(largest single rise / median difference), where it was, and the share of it that stays, in max(D, sd). */
  jump: number;
  jumpAt: number;
  jumpStays: number;
  /** With the loss c of guessing: 1; end / c − 1; low / c − 1; lg(start / c); lg(|start − c| / c); lg(|end − c| / c). */
  hasChance: number;
  chanceEnd: number;
  chanceLow: number;
  chanceStart: number;
  chanceStartGap: number;
  chanceEndGap: number;
  /** With logged rates: lg(last / peak); where the peak was; the fall after the rate fell below half its peak, in D; sharp rises. */
  rateEnd: number;
  ratePeakAt: number;
  rateFall: number;
  rateRises: number;
  /** With gradient norms: 1; lg(end / start); lg(peak / start); lg(middle / start); mean change of lg; lg(g² · rate · steps / M). */
  hasNorm: number;
  normEnd: number;
  normPeak: number;
  normMiddle: number;
  normNoise: number;
  normPromise: number;
  /** With held-out losses: 1; (newest held − end) / D; (newest held − lowest held) / D; (first held − lowest held) / D. */
  hasHeld: number;
  heldGap: number;
  heldRise: number;
  heldFall: number;
  /** With rate and optimizer: 1; lg rate − lg of the usual centre; one feature each for four kinds of optimizer. */
  hasPrior: number;
  prior: number;
  isSgd: number;
  isMomentum: number;
  isAdagrad: number;
  isSign: number;
}

export type FeatureName = keyof CurveFeatures;

const WINDOW_EDGES = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const TINY = 1e-12;

function clip(value: number, low: number, high: number): number {
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, low), high);
}

/** log10, bounded; the lower bound for what is not positive. */
function lg(value: number, low = -6, high = 6): number {
  return value > 0 ? clip(Math.log10(value), low, high) : low;
}

function squash(value: number): number {
  return Number.isFinite(value) ? Math.sign(value) * Math.log1p(Math.abs(value)) : 0;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Means of the losses over shares of a run. */
class Levels {
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;

  constructor(buckets: readonly CurveBucket[]) {
    this.#counts = new Float64Array(buckets.length + 1);
    this.#sums = new Float64Array(buckets.length + 1);
    buckets.forEach(({ count, loss }, index) => {
      this.#counts[index + 1] = this.#counts[index] + count;
      this.#sums[index + 1] = this.#sums[index] + count * loss;
    });
  }

  /** Mean between two shares, of at least one loss. */
  mean(from: number, to: number): number {
    const total = this.#counts.at(-1)!;
    const start = Math.min(Math.round(from * total), total - 1);
    const end = Math.max(start + 1, Math.min(total, Math.round(to * total)));
    return (this.#sumTo(end) - this.#sumTo(start)) / (end - start);
  }

  #sumTo(count: number): number {
    let low = 0;
    let high = this.#counts.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#counts[middle] <= count) low = middle;
      else high = middle;
    }
    const share = (count - this.#counts[low]) / (this.#counts[high] - this.#counts[low]);
    return this.#sums[low] + share * (this.#sums[high] - this.#sums[low]);
  }
}

/** The features of a run so far. Any number of losses gives features; with none they say nothing. */
export function curveFeatures(run: RecordedRun, context: CurveContext): CurveFeatures {
  const { curve } = run;
  const buckets = curve.count > 0 ? curve.buckets : [NO_LOSS];
  const y = buckets.map(({ newest }) => newest);
  const n = y.length;
  const levels = new Levels(buckets);
  const start = buckets[0].loss;
  const windows = WINDOW_EDGES.slice(1).map((to, index) => levels.mean(WINDOW_EDGES[index], to));
  const tenths = Array.from({ length: 10 }, (_, index) => levels.mean(index / 10, (index + 1) / 10));
  const end = windows.at(-1)!;
  const low = Math.min(...windows);
  const size = Math.max(Math.abs(start), Math.abs(end), TINY);
  const drop = Math.max(start - low, 1e-3 * Math.abs(start), TINY);
  const half = y.slice(n >> 1);
  const changes = differences(y);
  const lateChanges = differences(half);
  const sd = lateChanges.length > 0 ? Math.sqrt(meanOf(lateChanges.map((change) => change ** 2)) / 2) : 0;
  const wide = Math.max(drop, sd);
  const rise = (value: number): number => clip(Math.log10(1 + Math.max(0, value) / drop), 0, 8);
  const share = (value: number): number => clip((start - value) / drop, -1.5, 1.2);
  const highest = (from: number, to: number): number =>
    buckets
      .slice(Math.floor(from * n), Math.max(1, Math.ceil(to * n)))
      .reduce((top, b) => Math.max(top, b.highest), -Infinity);
  const least = buckets.reduce((bottom, b) => Math.min(bottom, b.lowest), Infinity);
  const lastStep = buckets.at(-1)!.lastStep;
  const stride = (lastStep - buckets[0].firstStep) / Math.max(1, curve.count - 1);
  const total = curve.count + run.nonFinite;
  return {
    broken: run.isBroken ? 1 : 0,
    recovered: run.nonFinite > 0 && !run.isBroken ? 1 : 0,
    brokenAt: run.firstNonFinite === null ? 1 : run.firstNonFinite / Math.max(1, total),
    brokenGrowth: run.isBroken ? rise(y.at(-1)! - least) : 0,
    count: lg(Math.max(1, curve.count)),
    length: lg(Math.max(1, lastStep)),
    stride: lg(Math.max(stride, 0.1), -1, 4),
    batch: context.batchSize === null ? 1.5 : lg(context.batchSize, 0, 6),
    fall: clip((start - end) / size, -1, 2),
    logDrop: start > low ? lg((start - low) / Math.max(Math.abs(start), TINY), -4, 1) : -4,
    logRatio: start > 0 && end > 0 ? lg(end / start) : clip(squash(end - start), -3, 3),
    peak: rise(highest(0, 1) - start),
    peakEarly: rise(highest(0, 0.1) - start),
    peakSmooth: rise(Math.max(...windows) - start),
    spike: clip(Math.log10(1 + Math.max(0, highest(0.2, 1) - quantile(y.slice(Math.floor(n / 5)), 0.5)) / wide), 0, 6),
    bounce: rise(end - low),
    lastRise: rise(y.at(-1)! - least),
    share2: share(windows[0]),
    share5: share(windows[1]),
    share10: share(windows[2]),
    share20: share(windows[3]),
    share50: share(windows[6]),
    ...timeFeatures(buckets),
    fallHalf: clip((levels.mean(0.4, 0.6) - levels.mean(0.8, 1)) / drop, -1, 1),
    fallLate: clip((tenths[7] - tenths[9]) / drop, -1, 1),
    ...tailFeatures(half, drop, size),
    ...gainFeatures(buckets, { start, low, drop, sd, size }),
    noiseDrop: lg(sd / drop, -5, 3),
    noiseEnd: lg(sd / Math.max(Math.abs(end), TINY), -5, 2),
    noiseStart: lg(sd / Math.max(Math.abs(start), TINY), -6, 4),
    ...noiseFeatures(y, changes, lateChanges, { sd, size }),
    wander: clip(
      Math.log10((deviation(tenths.slice(4)) + 1e-9 * size) / (sd / Math.sqrt(Math.max(n / 10, 1)) + 1e-9 * size)),
      -2,
      3,
    ),
    flat: lg((Math.max(...tenths.slice(3)) - Math.min(...tenths.slice(3))) / Math.max(Math.abs(start), TINY), -6, 3),
    ...jumpFeatures(y, changes, { wide, size }),
    ...chanceFeatures(start, end, low, context),
    ...rateFeatures(buckets, end, drop),
    ...normFeatures(buckets, context.rate, size),
    ...heldFeatures(run.held, end, drop),
    ...priorFeatures(context),
  };
}

const NO_LOSS: CurveBucket = {
  firstStep: 0,
  lastStep: 0,
  count: 1,
  loss: 1,
  lowest: 1,
  highest: 1,
  newest: 1,
  rate: NaN,
  logNorm: NaN,
};

function deviation(values: readonly number[]): number {
  const middle = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - middle) ** 2)));
}

/** When the fall was done, by the lowest mean of five neighbours so far. */
function timeFeatures(buckets: readonly CurveBucket[]): Pick<CurveFeatures, 'time50' | 'time90' | 'step50'> {
  const n = buckets.length;
  const around = n >= 20 ? 2 : 0;
  const lowest: number[] = [];
  for (let index = 0; index < n; index++) {
    const near = buckets.slice(Math.max(0, index - around), index + around + 1);
    lowest.push(Math.min(lowest.at(-1) ?? Infinity, meanOf(near.map(({ loss }) => loss))));
  }
  const fall = lowest[0] - lowest[n - 1];
  const when = (share: number): number => lowest.findIndex((value) => value <= lowest[0] - share * fall);
  return {
    time50: lg((when(0.5) + 1) / n, -4, 0),
    time90: lg((when(0.9) + 1) / n, -4, 0),
    step50: lg(1 + buckets[Math.max(0, when(0.5))].lastStep, 0, 6),
  };
}

/** The last half: its trend, what is left without the trend, and the spread of its last third. */
function tailFeatures(half: readonly number[], drop: number, size: number) {
  const n = half.length;
  const middle = meanOf(half);
  const at = half.map((_, index) => (n > 1 ? index / (n - 1) - 0.5 : 0));
  const spread = at.reduce((sum, u) => sum + u * u, 0);
  const slope = spread > 0 ? at.reduce((sum, u, index) => sum + u * (half[index] - middle), 0) / spread : 0;
  const rest = half.map((value, index) => value - middle - slope * at[index]);
  const squares = rest.reduce((sum, r) => sum + r * r, 0);
  const error = Math.sqrt(Math.max(squares, 1e-300) / Math.max(n - 2, 1) / Math.max(spread, 1e-9));
  const variance = squares / n;
  const isNoisy = n > 4 && variance > (1e-7 * size) ** 2;
  const correlation = (lag: number): number =>
    isNoisy ? clip(meanOf(rest.slice(lag).map((r, index) => r * rest[index])) / variance, -1, 1) : 0;
  const tail = half.slice(Math.floor(n / 3));
  const [q05, q50, q95] = [0.05, 0.5, 0.95].map((share) => quantile(tail, share));
  return {
    slope: clip(-slope / drop, -2, 2),
    slopeSure: squash(clip(-slope / Math.max(error, TINY * size), -50, 50)),
    correlation1: correlation(1),
    correlation2: correlation(2),
    skew: isNoisy ? clip(meanOf(rest.map((r) => r ** 3)) / variance ** 1.5, -3, 6) : 0,
    tailSpread: lg((q95 - q05) / drop, -5, 3),
    tailSkew: clip((q95 - 2 * q50 + q05) / Math.max(q95 - q05, 1e-9 * size), -1, 1),
  };
}

interface Scale {
  readonly start: number;
  readonly low: number;
  readonly drop: number;
  readonly sd: number;
  readonly size: number;
}

/** What more training at the same rate would bring, on the axis of the summed rates (Aitken's extrapolation). */
function gainFeatures(buckets: readonly CurveBucket[], { start, low, drop, sd, size }: Scale) {
  const n = buckets.length;
  const hasRates = buckets.every(({ rate }) => rate >= 0);
  const axis: number[] = [];
  let sum = 0;
  for (const { rate, count } of buckets) axis.push((sum += hasRates ? rate * count : count));
  const between = (from: number, to: number): number => {
    const inside = buckets.filter((_, index) => axis[index] > from * sum && axis[index] <= to * sum);
    if (inside.length > 0) return meanOf(inside.map(({ loss }) => loss));
    const at = axis.findIndex((value) => value >= ((from + to) / 2) * sum);
    return buckets[at < 0 ? n - 1 : at].loss;
  };
  const [early, middle, late] = [between(0.17, 0.3), between(0.38, 0.62), between(0.8, 1)];
  const [first, second] = [early - middle, middle - late];
  const wide = Math.max(drop, sd);
  const ratio = second > 0 ? (first > 0 ? clip(second / first, 0, 0.95) : 0.95) : 0;
  const rest = (Math.max(second, 0) * ratio) / (1 - ratio);
  // Over the last decade of steps, and the one before it.
  const at = (share: number): number => {
    const from = Math.max(1, Math.floor(share * n));
    return meanOf(buckets.slice(from, Math.max(from + 1, Math.floor(1.6 * from))).map(({ loss }) => loss));
  };
  const [a, b] = [at(0.1), at(1 / 3)];
  return {
    gain1: clip(first / wide, -1, 1),
    gain2: clip(second / wide, -1, 1),
    gainRatio: ratio,
    remaining: clip(rest / Math.max(start - low + rest, sd, TINY), 0, 1),
    gainSure: clip(squash(second / Math.max(sd * Math.sqrt(8 / Math.max(n, 8)), 1e-9 * size)), -5, 5),
    decadeFall: clip((b - late) / Math.max(Math.abs(a - late) + Math.abs(b - late), TINY), -1, 1) * (a > late ? 1 : -1),
  };
}

function noiseFeatures(
  y: readonly number[],
  changes: readonly number[],
  lateChanges: readonly number[],
  { sd, size }: Pick<Scale, 'sd' | 'size'>,
) {
  const typical = (values: readonly number[]): number => {
    if (values.length === 0) return 0;
    const middle = quantile(values, 0.5);
    return (
      (1.4826 *
        quantile(
          values.map((value) => Math.abs(value - middle)),
          0.5,
        )) /
      Math.SQRT2
    );
  };
  const n = y.length;
  const least = TINY * size;
  const from = Math.max(1, Math.floor(n / 20));
  const late = typical(lateChanges);
  const early = typical(changes.slice(from, from + Math.max(2, n >> 2)));
  const turning = lateChanges.slice(1).filter((change, index) => change * lateChanges[index] < 0).length;
  return {
    noiseTrend: clip(Math.log10(Math.max(late, least) / Math.max(early, least)), -3, 3),
    heavy: clip(Math.log10(Math.max(sd, least) / Math.max(late, least)), -1, 3),
    turns: lateChanges.length > 1 ? turning / (lateChanges.length - 1) : 0.5,
    down: changes.length > 0 ? changes.filter((change) => change < 0).length / changes.length : 0.5,
  };
}

/** The largest single rise, and what came of it. */
function jumpFeatures(
  y: readonly number[],
  changes: readonly number[],
  { wide, size }: { readonly wide: number; readonly size: number },
) {
  if (changes.length === 0) return { jump: 0, jumpAt: 0, jumpStays: 0 };
  const n = y.length;
  const at = changes.reduce((top, change, index) => (change > changes[top] ? index : top), 0);
  const usual = quantile(changes.map(Math.abs), 0.5) + 1e-9 * size;
  const before = meanOf(y.slice(Math.max(0, at - Math.max(3, Math.floor(n / 20))), at + 1));
  const later = y
    .slice(Math.min(n - 1, at + 1 + Math.max(2, Math.floor(n / 20))))
    .slice(0, Math.max(3, Math.floor(n / 20)));
  return {
    jump: clip(Math.log10(Math.max(changes[at], 1e-9 * size) / usual), -2, 6),
    jumpAt: at / Math.max(1, n - 1),
    jumpStays: clip((meanOf(later) - before) / wide, -1, 5),
  };
}

function chanceFeatures(start: number, end: number, low: number, { classes, baseline }: CurveContext) {
  const chance = baseline ?? (classes !== null && classes > 1 ? Math.log(classes) : null);
  if (chance === null || !(chance > 0)) {
    return { hasChance: 0, chanceEnd: 0, chanceLow: 0, chanceStart: 0, chanceStartGap: -1.5, chanceEndGap: -0.5 };
  }
  return {
    hasChance: 1,
    chanceEnd: clip(end / chance, 0, 3) - 1,
    chanceLow: clip(low / chance, 0, 2) - 1,
    chanceStart: lg(start / chance, -2, 3),
    chanceStartGap: lg(Math.abs(start - chance) / chance, -6, 0),
    chanceEndGap: lg(Math.abs(end - chance) / chance, -5, 1),
  };
}

function rateFeatures(buckets: readonly CurveBucket[], end: number, drop: number) {
  const rates = buckets.map(({ rate }) => rate);
  const peak = Math.max(...rates);
  if (!(peak > 0) || rates.some(Number.isNaN)) return { rateEnd: 0, ratePeakAt: 0, rateFall: 0, rateRises: 0 };
  const at = rates.indexOf(peak);
  const isChanged = Math.min(rates[0], rates.at(-1)!) < 0.999 * peak;
  const high = buckets.filter(({ rate }) => rate >= 0.5 * peak);
  const hasFallen = rates.some((rate, index) => index > at && rate < 0.5 * peak);
  const before = meanOf(high.slice(-Math.max(2, Math.floor(high.length / 5))).map(({ loss }) => loss));
  return {
    rateEnd: lg(rates.at(-1)! / peak, -3, 0),
    ratePeakAt: isChanged ? at / Math.max(1, rates.length - 1) : 0,
    rateFall: hasFallen ? clip((before - end) / drop, -1, 2) : 0,
    rateRises: Math.min(3, differences(rates).filter((change) => change > 0.3 * peak).length),
  };
}

function normFeatures(buckets: readonly CurveBucket[], rate: number | null, size: number) {
  const norms = buckets
    .map(({ logNorm }) => clip(logNorm, -30, 30))
    .filter((_, i) => !Number.isNaN(buckets[i].logNorm));
  const m = norms.length;
  if (m < 4) return { hasNorm: 0, normEnd: 0, normPeak: 0, normMiddle: 0, normNoise: 0, normPromise: 0 };
  const first = quantile(norms.slice(0, Math.max(2, Math.floor(m / 20))), 0.5);
  const steps = buckets.at(-1)!.lastStep;
  return {
    hasNorm: 1,
    normEnd: clip(quantile(norms.slice(-Math.max(2, Math.floor(m / 5))), 0.5) - first, -6, 6),
    normPeak: clip(Math.max(...norms) - first, 0, 8),
    normMiddle: clip(quantile(norms.slice(m >> 2, m >> 1), 0.5) - first, -6, 6),
    normNoise: clip(meanOf(differences(norms.slice(m >> 1)).map(Math.abs)), 0, 3),
    normPromise: rate === null ? 0 : clip(2 * first + Math.log10((rate * (steps + 1)) / size), -8, 10),
  };
}

function heldFeatures(held: HeldOutCurve, end: number, drop: number) {
  const { lowest, newest, points } = held;
  if (!lowest || !newest || held.count < 3) return { hasHeld: 0, heldGap: 0, heldRise: 0, heldFall: 0 };
  return {
    hasHeld: 1,
    heldGap: clip((newest.loss - end) / drop, -2, 5),
    heldRise: clip((newest.loss - lowest.loss) / drop, 0, 5),
    heldFall: clip((points[0].loss - lowest.loss) / drop, 0, 2),
  };
}

function priorFeatures({ optimizer, rate }: CurveContext) {
  const isKnown = optimizer !== null && rate !== null && rate > 0;
  return {
    hasPrior: isKnown ? 1 : 0,
    prior: isKnown ? clip(Math.log10(rate) - USUAL_CENTRES[optimizer], -5, 5) : 0,
    isSgd: isKnown && optimizer === 'sgd' ? 1 : 0,
    isMomentum: isKnown && optimizer === 'momentum' ? 1 : 0,
    isAdagrad: isKnown && optimizer === 'adagrad' ? 1 : 0,
    isSign: isKnown && (optimizer === 'lion' || optimizer === 'muon') ? 1 : 0,
  };
}
