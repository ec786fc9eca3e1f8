import { withAnnotation } from '../../app/annotatedDescription.ts';
import type { ActiveTraining, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { shareDone, trainingProgress } from '../../app/progress.ts';
import type { ExperimentOverview, ExperimentRecord, RunOverview } from '../../domain/experiment.ts';
import { canResume } from '../../domain/experimentStatus.ts';
import { isEndState } from '../../domain/run.ts';
import type { RunTracker } from '../../domain/runTracker.ts';
import type { RunBuckets } from '../../domain/seriesRecorder.ts';
import { describe, figuresOf, summarize } from '../../kinds/kinds.ts';
import type { PanelActions, PanelParts, PanelProgress } from '../../protocol/panel.ts';
import { ExperimentFolder } from '../../store/experimentFolder.ts';
import { panelRun } from './panelRun.ts';
import type { MeasuredRun } from './panelRun.ts';
import { RunFollower } from './runFollower.ts';
import { StoredSeries } from './storedSeries.ts';
import type { WantedPart } from './storedSeries.ts';

/** What is known of an experiment now. */
export interface PanelSnapshot extends Omit<PanelParts, 'metrics'> {
  /** By ascending index. */
  readonly runs: readonly MeasuredRun[];
  /** Whether only asking again tells what is new: runs are trained elsewhere, or another program may have fallen silent. */
  readonly elsewhere: boolean;
}

/** Where the panel learns about one experiment. */
export interface PanelSource {
  readonly record: ExperimentRecord;
  /** @throws Error with a sentence if the experiment cannot be read any more */
  snapshot(): Promise<PanelSnapshot>;
  /** A part of a run in more detail; empty if the run is unknown. */
  part(run: number, wanted: WantedPart): Promise<RunBuckets>;
}

/** The sentences that the host adds to what the panel shows. */
export interface SourceTexts {
  /** While no run has begun, behind another experiment and without one. */
  readonly waiting: string;
  readonly preparing: string;
  /** Of a training of another program, before it has told a loss, while it tells some, and after some seconds without one. */
  readonly firstLoss: string;
  readonly following: string;
  readonly silent: (seconds: number) => string;
  readonly cancelling: string;
  readonly elsewhere: string;
}

/** A training of this window: read from memory, also after its end. */
export class LiveSource implements PanelSource {
  readonly #stored: StoredSeries;

  constructor(
    private readonly active: ActiveTraining,
    private readonly library: ExperimentLibrary,
    private readonly texts: SourceTexts,
  ) {
    this.#stored = new StoredSeries(active.training.experiment);
  }

  get record(): ExperimentRecord {
    return this.active.training.experiment.record;
  }

  async snapshot(): Promise<PanelSnapshot> {
    const { training } = this.active;
    const overview = training.overview();
    const runs: MeasuredRun[] = [];
    for (const run of overview.runs) runs.push(await this.#measuredRun(run));
    const isActive = this.library.activeIn(training.experiment.folder) === this.active;
    return {
      ...partsOf(overview, isActive),
      runs,
      actions: actionsOf(overview, { cancel: isActive && !this.active.isCancelling, isRunning: isActive }),
      progress: isActive ? this.#progress() : null,
      elsewhere: isActive && training.changedAt !== null,
    };
  }

  async part(index: number, wanted: WantedPart): Promise<RunBuckets> {
    const run = this.active.training.runs.at(index);
    if (!run) return {};
    return this.#stored.part(index, wanted, run.result ? null : run.tracker.allBuckets());
  }

  async #measuredRun(run: RunOverview): Promise<MeasuredRun> {
    const { tracker } = this.active.training.runs[run.index];
    // A run that had ended before this training took up the others has a result, but no history in memory.
    const hasEndedBefore = run.result !== null && tracker.state === 'queued';
    const origin = hasEndedBefore ? 'result' : `tracker ${tracker.revision}`;
    const shown = panelRun(run, hasEndedBefore ? null : tracker);
    if (!run.result) return { run: shown, ...measuredBy(tracker), origin };
    return { run: shown, ...measuredIn(await this.#stored.overview(run.index, run.result)), origin };
  }

  #progress(): PanelProgress {
    const { phase, done, left, silence } = trainingProgress(this.active, Date.now());
    const { waiting, preparing, cancelling, firstLoss, following, silent } = this.texts;
    const isFollowed = this.active.training.changedAt !== null;
    const notes = {
      waiting: isFollowed ? firstLoss : this.library.active.length > 1 ? waiting : preparing,
      starting: preparing,
      training: !isFollowed ? null : silence === null ? following : silent(silence),
      cancelling,
    };
    const next = this.active.following;
    return { done, left, ...(next && { following: next.runs }), note: notes[phase] };
  }
}

/** An experiment on disk that nobody trains, or somebody elsewhere. */
export class StoredSource implements PanelSource {
  /** By run, those without a result. */
  readonly #followers = new Map<number, RunFollower>();
  readonly #stored: StoredSeries;

  private constructor(
    private readonly experiment: ExperimentFolder,
    private readonly library: ExperimentLibrary,
    private readonly texts: SourceTexts,
  ) {
    this.#stored = new StoredSeries(experiment);
  }

  /** @throws Error with a sentence if there is no experiment in the folder, or none that can be read */
  static async open(folder: string, library: ExperimentLibrary, texts: SourceTexts): Promise<StoredSource> {
    // The snapshot reads the series.
    const { problem } = await library.entry(folder, { series: false });
    if (problem !== null) throw new Error(problem);
    return new StoredSource(await ExperimentFolder.open(folder), library, texts);
  }

  get record(): ExperimentRecord {
    return this.experiment.record;
  }

  async snapshot(): Promise<PanelSnapshot> {
    const { overview, problem } = await this.library.entry(this.experiment.folder);
    if (!overview) throw new Error(problem);
    const runs: MeasuredRun[] = [];
    // One after the other: there may be more runs than files that can be open at once.
    for (const run of overview.runs) runs.push(await this.#measuredRun(run));
    const elsewhere = overview.runs.some(({ state }) => state === 'running');
    return {
      ...partsOf(overview, elsewhere),
      runs,
      actions: actionsOf(overview, { cancel: elsewhere && overview.record.runner !== null, isRunning: elsewhere }),
      progress: elsewhere
        ? {
            done: shareDone(runs.map(({ run: { state, progress } }) => ({ hasEnded: isEndState(state), progress }))),
            left: null,
            note: this.texts.elsewhere,
          }
        : null,
      elsewhere,
    };
  }

  async part(index: number, wanted: WantedPart): Promise<RunBuckets> {
    return this.#stored.part(index, wanted, this.#followers.get(index)?.tracker.allBuckets() ?? null);
  }

  async #measuredRun(run: RunOverview): Promise<MeasuredRun> {
    if (run.result) {
      this.#followers.delete(run.index);
      const series = await this.#stored.overview(run.index, run.result);
      return { run: panelRun(run, null), ...measuredIn(series), origin: 'result' };
    }
    const follower = await this.#follower(run);
    if (!follower) return { run: panelRun(run, null), ...measuredIn({}), origin: '' };
    await follower.update();
    const { tracker, origin } = follower;
    return { run: panelRun(run, tracker), ...measuredBy(tracker), origin };
  }

  async #follower(run: RunOverview): Promise<RunFollower | null> {
    const file = (await this.experiment.attempt(run.index))?.metricsFile;
    const known = this.#followers.get(run.index);
    if (known && known.file === file) return known;
    const tail = await this.experiment.metricsTail(run.index);
    if (!tail) return null;
    const follower = new RunFollower(run, tail);
    this.#followers.set(run.index, follower);
    return follower;
  }
}

function measuredIn(series: RunBuckets): Pick<MeasuredRun, 'metrics' | 'buckets'> {
  return { metrics: Object.keys(series), buckets: (metric) => series[metric] ?? null };
}

function measuredBy(tracker: RunTracker): Pick<MeasuredRun, 'metrics' | 'buckets'> {
  return { metrics: tracker.metrics, buckets: (metric) => tracker.buckets(metric) };
}

/** The parts that follow from the overview alone. */
function partsOf(overview: ExperimentOverview, isRunning: boolean) {
  const summary = summarize(overview);
  return {
    variants: overview.variants,
    summary,
    description: withAnnotation(describe(overview, summary, isRunning), overview.record),
    figures: figuresOf(overview, summary),
  };
}

function actionsOf(
  { record, runs }: ExperimentOverview,
  { cancel, isRunning }: { readonly cancel: boolean; readonly isRunning: boolean },
): PanelActions {
  const isBuiltIn = record.subject === 'built-in';
  return { cancel, resume: isBuiltIn && !isRunning && canResume(runs), runAgain: isBuiltIn && !isRunning };
}
