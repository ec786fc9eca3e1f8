import * as l10n from '@vscode/l10n';
import type { ExperimentRecord, RunRecord } from '../domain/experiment.ts';
import { formatLoss } from '../domain/format.ts';
import { lossToBeat } from '../domain/guessing.ts';
import { BinnedLosses, runsToPrune, schedulePace } from '../domain/pruning.ts';
import type { PrunableRun, PruneEvidence } from '../domain/pruning.ts';
import { formatRate } from '../domain/rate.ts';
import type { RunResult } from '../domain/run.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import type { RunTracker } from '../domain/runTracker.ts';
import { groupId } from '../domain/variant.ts';
import type { SweepChoice } from '../kinds/sweep/choice.ts';
import { PruneReason } from '../runs/runner.ts';

/** Whether an experiment stops runs that cannot become good any more. */
export function isPruned({ choice }: ExperimentRecord): boolean {
  return (choice as Partial<SweepChoice> | null)?.prune === true;
}

/** A run of a training, as pruning follows it. */
interface FollowedRun {
  readonly record: RunRecord;
  readonly tracker: RunTracker;
  /** Null while it waits or trains. */
  readonly result: RunResult | null;
}

/** Stops runs that cannot become good any more while the runs of a sweep train; see runsToPrune. */
export class Pruning {
  readonly #stops: ReadonlyMap<FollowedRun, AbortController>;
  /** The runs whose length is known: of a program, that is learned while it trains. */
  readonly #watched = new Map<FollowedRun, WatchedRun>();

  /** @param runs of the sweep; those that have trained before are compared with, too */
  constructor(runs: readonly FollowedRun[]) {
    this.#stops = new Map(runs.map((run) => [run, new AbortController()]));
    for (const run of runs) this.#watch(run);
  }

  /** Aborts with a PruneReason when the run is to be stopped; null if it never is. */
  signalOf(run: FollowedRun): AbortSignal | null {
    return run.tracker.facts.rate === null ? null : (this.#stops.get(run)?.signal ?? null);
  }

  /** To be called with every event of a run, after its tracker. */
  onEvent(run: FollowedRun, event: RunEvent): void {
    if (event.type !== 'samples') return;
    const known = this.#watched.get(run);
    const watched = known ?? this.#watch(run);
    if (!watched) return;
    const filled = known ? watched.losses.filled : 0;
    // One that is watched from now on has them already.
    if (known) for (const { step, loss } of event.samples) if (loss !== undefined) known.losses.add(step, loss);
    if (watched.losses.filled > filled) this.#judge(watched);
  }

  /** Null for a run without a rate or a known number of steps. */
  #watch(run: FollowedRun): WatchedRun | null {
    const { rate, total } = run.tracker.facts;
    const stop = this.#stops.get(run);
    if (rate === null || total === null || !stop) return null;
    const watched = new WatchedRun(run, rate, stop, total);
    this.#watched.set(run, watched);
    return watched;
  }

  #judge({ run: { record, tracker }, losses }: WatchedRun): void {
    const first = tracker.measured('loss')?.first;
    const initialLoss = tracker.initialLoss ?? (first?.step === 0 ? first.value : null);
    if (initialLoss === null || !Number.isFinite(initialLoss)) return;
    const group = groupId(record.variant);
    const runs = [...this.#watched.values()].filter(
      ({ run: { record: other } }) => other.seed === record.seed && groupId(other.variant) === group,
    );
    const pace = schedulePace(record.spec?.schedule, losses.total);
    for (const { run, evidence } of runsToPrune(runs, pace, lossToBeat(initialLoss, tracker.facts.baseline))) {
      run.prune(evidence);
    }
  }
}

/** A run with its losses, as the rule needs it. */
class WatchedRun implements PrunableRun {
  readonly losses: BinnedLosses;

  constructor(
    readonly run: FollowedRun,
    readonly rate: number,
    private readonly stop: AbortController,
    total: number,
  ) {
    this.losses = new BinnedLosses(total);
    const { steps = [], values = [] } = run.result?.series.loss ?? run.tracker.series('loss');
    for (let index = 0; index < steps.length; index++) this.losses.add(steps[index], values[index]);
  }

  get isRunning(): boolean {
    return this.run.result === null && this.run.tracker.state === 'running';
  }

  get isPruned(): boolean {
    return this.stop.signal.aborted || this.run.result?.state === 'pruned';
  }

  prune({ share, loss, betterRate, betterLoss }: PruneEvidence): void {
    const text = l10n.t(
      'Stopped early, after {0}% of its steps: its loss was {1} when that of the run at {2} was {3}, too far behind to catch up.',
      Math.round(100 * share),
      formatLoss(loss),
      formatRate(betterRate),
      formatLoss(betterLoss),
    );
    this.stop.abort(new PruneReason(text));
  }
}
