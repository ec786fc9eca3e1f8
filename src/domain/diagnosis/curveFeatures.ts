import type { CurveContext } from './features/curveContext.ts';
import { chanceFeatures } from './features/chanceFeatures.ts';
import { clip, lg, meanOf, squash, TINY } from './features/featureMath.ts';
import { gainFeatures } from './features/gainFeatures.ts';
import { heldFeatures } from './features/heldFeatures.ts';
import { jumpFeatures } from './features/jumpFeatures.ts';
import { noiseFeatures } from './features/noiseFeatures.ts';
import { normFeatures } from './features/normFeatures.ts';
import { priorFeatures } from './features/priorFeatures.ts';
import { RunLevels } from './features/runLevels.ts';
import { scheduleFeatures } from './features/scheduleFeatures.ts';
import { tailFeatures } from './features/tailFeatures.ts';
import { timeFeatures } from './features/timeFeatures.ts';
import type { HeldOutCurve } from './heldOutCurve.ts';
import { differences, quantile } from './levels.ts';
import type { CurveBucket, LossCurve } from './lossCurve.ts';

export type { CurveContext };

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
  /** lg((95th − 5th percentile) / D) of the last third, and its asymmetry. */
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
/** The features of a run so far. Any number of losses gives features; with none they say nothing. */
export function curveFeatures(run: RecordedRun, context: CurveContext): CurveFeatures {
  const { curve } = run;
  const buckets = curve.count > 0 ? curve.buckets : [NO_LOSS];
  const y = buckets.map(({ newest }) => newest);
  const n = y.length;
  const levels = new RunLevels(buckets);
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
    ...scheduleFeatures(buckets, end, drop),
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
