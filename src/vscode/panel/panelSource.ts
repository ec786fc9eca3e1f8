import type { ExperimentRecord } from '../../domain/experiment.ts';
import type { Sample } from '../../domain/run.ts';
import { canResume } from '../../domain/experimentStatus.ts';
import { summarizeSweep } from '../../domain/sweepSummary.ts';
import type { SweepSummary } from '../../domain/sweepSummary.ts';
import type { PanelActions, PanelProgress, PanelRun } from '../../protocol/panel.ts';
import type { ActiveSweep, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { ExperimentFolder } from '../../runs/experimentFolder.ts';
import type { MetricsTail } from '../../runs/metricsTail.ts';
import { sweepProgress } from '../../app/sweepProgress.ts';
import { panelRun, trackerFrom } from './panelRun.ts';

/** What is known of a run's samples now. */
export interface RunSamples {
  readonly samples: readonly Sample[];
  /** Where the samples are from: memory, a result or a file. When it changes, those sent before are replaced. */
  readonly origin: string;
}

/** What is known of an experiment now. */
export interface Standing {
  readonly runs: readonly PanelRun[];
  readonly samples: readonly RunSamples[];
  readonly actions: PanelActions;
  readonly progress: PanelProgress | null;
  readonly summary: SweepSummary;
  /** Whether somebody else works on it, so that only asking again tells what is new. */
  readonly elsewhere: boolean;
}

/** Where the panel learns about one experiment. */
export interface PanelSource {
  readonly record: ExperimentRecord;
  standing(): Promise<Standing>;
}

/** The words that the host adds to what the panel shows. */
export interface SourceTexts {
  /** What the experiment is called. */
  title(record: ExperimentRecord): string;
  /** While no run has begun, behind another sweep and without one. */
  readonly waiting: string;
  readonly preparing: string;
  readonly elsewhere: string;
}

/** A sweep that this window trains: read from memory, also after its end. */
export class LiveSource implements PanelSource {
  constructor(
    private readonly active: ActiveSweep,
    private readonly library: ExperimentLibrary,
    private readonly texts: SourceTexts,
  ) {}

  get record(): ExperimentRecord {
    return this.active.sweep.experiment.record;
  }

  async standing(): Promise<Standing> {
    const { sweep } = this.active;
    const overview = sweep.overview();
    const underWay = this.library.activeIn(sweep.experiment.folder) === this.active;
    const runs = overview.runs.map((run, index) => panelRun(run, sweep.runs[index].tracker));
    return {
      runs,
      samples: sweep.runs.map(({ tracker, result }) =>
        // A run that had ended before this sweep took the others up again has a result and no history here.
        result && tracker.state === 'queued'
          ? { samples: result.series, origin: 'result' }
          : { samples: tracker.samples, origin: tracker.ended ? 'result' : 'live' },
      ),
      actions: { cancel: underWay, resume: !underWay && canResume(overview.runs) },
      progress: underWay ? this.#progress() : null,
      summary: summarizeSweep(overview.runs),
      elsewhere: false,
    };
  }

  #progress(): PanelProgress {
    const { waiting, done, left } = sweepProgress(this.active, Date.now());
    const { waiting: inLine, preparing } = this.texts;
    return { done, left, note: !waiting ? null : this.library.active.length > 1 ? inLine : preparing };
  }
}

/** An experiment on disk that nobody works on, or somebody else. */
export class StoredSource implements PanelSource {
  /** By run, what it has measured so far. */
  readonly #tails = new Map<number, MetricsTail>();

  private constructor(
    private readonly experiment: ExperimentFolder,
    private readonly library: ExperimentLibrary,
    private readonly texts: SourceTexts,
  ) {}

  /** @throws Error with a sentence if there is no experiment in the folder, or none that can be read */
  static async open(folder: string, library: ExperimentLibrary, texts: SourceTexts): Promise<StoredSource> {
    const { problem } = await library.entry(folder);
    if (problem !== null) throw new Error(problem);
    return new StoredSource(await ExperimentFolder.open(folder), library, texts);
  }

  get record(): ExperimentRecord {
    return this.experiment.record;
  }

  async standing(): Promise<Standing> {
    const { overview, problem } = await this.library.entry(this.experiment.folder);
    if (!overview) throw new Error(problem);
    const runs: PanelRun[] = [];
    const samples: RunSamples[] = [];
    for (const run of overview.runs) {
      const { index, spec, result } = run;
      const measured: RunSamples = result ? { samples: result.series, origin: 'result' } : await this.#measured(index);
      runs.push(panelRun(run, result ? null : trackerFrom(index, spec, measured.samples)));
      samples.push(measured);
    }
    const elsewhere = runs.some(({ state }) => state === 'running');
    return {
      runs,
      samples,
      actions: { cancel: false, resume: canResume(overview.runs) },
      progress: elsewhere ? { done: shareDone(runs), left: null, note: this.texts.elsewhere } : null,
      summary: summarizeSweep(overview.runs),
      elsewhere,
    };
  }

  async #measured(index: number): Promise<RunSamples> {
    const file = (await this.experiment.attempt(index))?.metricsFile;
    let tail = this.#tails.get(index) ?? null;
    if (tail?.file !== file) tail = await this.experiment.measurements(index);
    if (!tail) return { samples: [], origin: 'nothing' };
    this.#tails.set(index, tail);
    await tail.read();
    return { samples: tail.samples, origin: tail.file };
  }
}

/** Share of the work that is done, of runs that are equally long; one that has ended has nothing left to do. */
function shareDone(runs: readonly PanelRun[]): number {
  const shares = runs.map(({ state, progress }) => (state === 'queued' || state === 'running' ? progress : 1));
  return shares.reduce((sum, share) => sum + share, 0) / runs.length;
}
