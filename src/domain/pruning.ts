import { createRateSchedule } from './rateSchedule.ts';
import type { Schedule } from './schedule.ts';
import { MIN_DROP, TOLERANCE } from './zone.ts';

/** Parts of equal length that the losses of a run are averaged in. */
export const PRUNING_BINS = 40;
/** No run is judged before this share of its steps: until then even good rates can look bad. */
const EARLIEST = 0.175;
/** Share of the steps that a mean covers, and the fewest losses: fewer are too noisy to compare. */
const WINDOW_SHARE = 0.05;
const WINDOW_LOSSES = 20;
/** Standard errors by which a mean is taken as better than measured. */
const DOUBT = 2;
/** How many times faster than so far a run may go on in the optimistic forecast. */
const CATCH_UP = 1.5;
/** A schedule falls if the rate of a later step is below this share of that of an earlier one. */
const FALLEN = 0.5;

/**
 * The losses of a run as they come, averaged in PRUNING_BINS equal parts of its steps: constant memory, whatever the length. A loss
 * that is not finite breaks the run.
 */
export class BinnedLosses {
  readonly #counts = new Float64Array(PRUNING_BINS);
  readonly #sums = new Float64Array(PRUNING_BINS);
  readonly #squares = new Float64Array(PRUNING_BINS);
  #newest = 0;
  #isBroken = false;

  /** @param total steps of the whole run */
  constructor(readonly total: number) {}

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** How many bins are complete. */
  get filled(): number {
    return Math.min(PRUNING_BINS, Math.floor((this.#newest * PRUNING_BINS) / this.total));
  }

  /** @param step from 1; the loss before training, step 0, does not count */
  add(step: number, loss: number): void {
    if (step < 1) return;
    if (!Number.isFinite(loss)) this.#isBroken = true;
    const bin = Math.min(PRUNING_BINS - 1, Math.floor(((step - 1) * PRUNING_BINS) / this.total));
    this.#counts[bin]++;
    this.#sums[bin] += loss;
    this.#squares[bin] += loss * loss;
    this.#newest = Math.max(this.#newest, step);
  }

  /** The mean of the newest losses once so many bins were complete, with its standard error; null where there are none. */
  window(bins: number): Mean | null {
    const wanted = Math.ceil(PRUNING_BINS * Math.max(WINDOW_SHARE, WINDOW_LOSSES / this.total));
    const from = bins - Math.max(1, Math.min(wanted, bins >> 1));
    let [count, sum, squares] = [0, 0, 0];
    for (let bin = Math.max(0, from); bin < bins; bin++) {
      count += this.#counts[bin];
      sum += this.#sums[bin];
      squares += this.#squares[bin];
    }
    if (count === 0) return null;
    const mean = sum / count;
    const variance = count < 2 ? 0 : Math.max(0, squares - sum * mean) / (count - 1);
    return { mean, error: Math.sqrt(variance / count) };
  }
}

interface Mean {
  readonly mean: number;
  readonly error: number;
}

/** The schedule that all runs of a comparison share, as pruning needs it. */
export interface SchedulePace {
  /** Share of all that the rate does in the run, when so many bins are complete: the integral of the rate from 0 to 1. */
  readonly time: readonly number[];
  /** Whether the rate falls much in the course of the run, so that a rate that is too high becomes one that is not. */
  readonly falls: boolean;
}

/** @throws RangeError if the schedule does not fit into so many steps */
export function schedulePace(schedule: Schedule | undefined, total: number): SchedulePace {
  const steps = createRateSchedule(schedule, 1, total);
  const rates = Array.from({ length: PRUNING_BINS }, (_, bin) =>
    steps.rate(Math.min(total, Math.floor(((bin + 0.5) * total) / PRUNING_BINS) + 1)),
  );
  const time = [0];
  for (const each of rates) time.push(time[time.length - 1] + each);
  let highest = 0;
  let falls = schedule?.name === 'reduce-on-plateau';
  for (const each of rates) {
    highest = Math.max(highest, each);
    falls ||= each < FALLEN * highest;
  }
  return { time: time.map((each) => each / time[PRUNING_BINS]), falls };
}

/** A run among others that differ from it in nothing but the rate. */
export interface PrunableRun {
  readonly rate: number;
  readonly losses: BinnedLosses;
  readonly isRunning: boolean;
  /** Whether it was stopped: then it is no longer compared with. */
  readonly isPruned: boolean;
}

/** Why a run is stopped: what it had reached at a step, and what a better one had at the same step. */
export interface PruneEvidence {
  /** Share of its steps that it has done. */
  readonly share: number;
  readonly loss: number;
  readonly betterRate: number;
  readonly betterLoss: number;
}

/**
 * The runs that can be stopped because they cannot come into the zone any more, let alone win. Each is compared with a better one (the
 * leader) at the same step, and stopped only if *all* of these optimistic forecasts of its last loss lie above the limit of the zone,
 * taken from what the leader has reached so far (it can only become stricter). Every mean is taken as two standard errors better than it is.
 * - Its pace. A rate that is too low does what a higher one does, only slower: where it is now, the leader was earlier. The forecast is
 *   where the leader was at 1.5 times that pace. Time is the integral of the schedule, so that a warm-up does not count as slowness. This
 *   also holds for a first plateau: the leader had it too.
 * - Its own fall, in a straight line: what it lost in the second half of its steps so far goes on to the end. Curves flatten, so this is
 *   more than most reach.
 * - If the schedule lowers the rate, a run with a higher rate than the leader may still become good when its rate has fallen. The
 *   forecast is what the leader had after as many steps as are left.
 * A forecast that the leader has not got far enough for is no forecast: the run goes on. The best run so far is never stopped, as its
 * loss is not above that of any other; two sound runs always remain.
 * @param runs all runs with the same seed and schedule, and their initial loss: see lossToBeat
 */
export function runsToPrune<R extends PrunableRun>(
  runs: readonly R[],
  pace: SchedulePace,
  initialLoss: number,
): { readonly run: R; readonly evidence: PruneEvidence }[] {
  let sound = runs.filter(({ isPruned, losses }) => !isPruned && !losses.isBroken);
  const stopped: { run: R; evidence: PruneEvidence }[] = [];
  for (const run of sound.filter(({ isRunning }) => isRunning)) {
    const leaders = sound.filter((other) => other !== run);
    if (leaders.length < 2) break;
    const evidence = leaders
      .flatMap((leader) => evidenceAgainst(run, leader, pace, initialLoss) ?? [])
      .sort((a, b) => a.betterLoss - b.betterLoss)
      .at(0);
    if (!evidence) continue;
    stopped.push({ run, evidence });
    sound = leaders;
  }
  return stopped;
}

function evidenceAgainst(
  { rate, losses }: PrunableRun,
  leader: PrunableRun,
  { time, falls }: SchedulePace,
  initialLoss: number,
): PruneEvidence | null {
  const done = losses.filled;
  const led = leader.losses.filled;
  if (done < EARLIEST * PRUNING_BINS || led < done) return null;
  const own = losses.window(done);
  const other = leader.losses.window(done);
  const newest = leader.losses.window(led);
  const half = losses.window(done >> 1);
  if (!own || !other || !newest || !half || !(own.mean > other.mean)) return null;
  const reached = Math.min(other.mean, newest.mean);
  if (!(reached < (1 - MIN_DROP) * initialLoss)) return null;
  const limit = reached + TOLERANCE * (initialLoss - reached);
  const hoped = own.mean - DOUBT * own.error;

  const passed = lastAsHigh(leader.losses, hoped);
  const paced = forecastAt(leader.losses, time, Math.min(1, (CATCH_UP * time[passed]) / time[done]));
  if (paced === null || paced <= limit) return null;

  const fall = Math.max(0, half.mean + DOUBT * half.error - hoped);
  if (hoped - (fall * (1 - time[done])) / (time[done] - time[done >> 1]) <= limit) return null;

  if (falls && rate > leader.rate) {
    const left = PRUNING_BINS - done;
    const fresh = left > led ? null : leader.losses.window(Math.max(1, left));
    if (fresh === null || fresh.mean <= limit) return null;
  }
  return { share: done / PRUNING_BINS, loss: own.mean, betterRate: leader.rate, betterLoss: other.mean };
}

/** After how many bins the run was last no better than this loss. */
function lastAsHigh(losses: BinnedLosses, loss: number): number {
  for (let bins = losses.filled; bins > 0; bins--) {
    const window = losses.window(bins);
    if (window && window.mean + DOUBT * window.error >= loss) return bins;
  }
  return 0;
}

/** What the run had at a time of the schedule, at best; null if it has not got there. */
function forecastAt(losses: BinnedLosses, time: readonly number[], at: number): number | null {
  // Rounding must not ask for more than the end.
  const bins = Math.max(
    1,
    time.findIndex((each) => each >= at - 1e-9),
  );
  if (bins > losses.filled) return null;
  const window = losses.window(bins);
  return window && window.mean - DOUBT * window.error;
}
