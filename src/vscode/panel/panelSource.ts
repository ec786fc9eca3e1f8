import type { ExperimentRecord } from '../../domain/experiment.ts';
import type { Sample } from '../../domain/run.ts';
import { summarizeSweep } from '../../domain/sweepSummary.ts';
import type { SweepSummary } from '../../domain/sweepSummary.ts';
import type { PanelActions, PanelProgress, PanelRun } from '../../protocol/panel.ts';
import type { ActiveSweep, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { panelRun, trackerFrom } from './panelRun.ts';

/** What is known of a run's samples now. */
export interface RunSamples {
  readonly samples: readonly Sample[];
  /** What the samples are; when it changes, those sent before are replaced. */
  readonly origin: 'live' | 'result';
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
  readonly waiting: string;
  readonly elsewhere: string;
}

/** States that can be taken up again. */
const RESUMABLE: readonly string[] = ['queued', 'interrupted', 'failed', 'cancelled'];
/** Share of the work after which the time left can be told. */
const TELLING_SHARE = 0.02;

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
        result && tracker.state === 'queued' ? { samples: result.series, origin: 'result' } : { samples: tracker.samples, origin: 'live' },
      ),
      actions: { cancel: underWay, resume: !underWay && runs.some(({ state }) => RESUMABLE.includes(state)) },
      progress: underWay ? this.#progress(runs) : null,
      summary: summarizeSweep(overview.runs),
      elsewhere: false,
    };
  }

  #progress(runs: readonly PanelRun[]): PanelProgress {
    const { trainingSince, doneBefore } = this.active;
    const done = shareDone(runs);
    if (trainingSince === null) return { done, left: null, note: this.texts.waiting };
    const fresh = done - doneBefore;
    const elapsed = (Date.now() - trainingSince) / 1000;
    return { done, left: fresh > TELLING_SHARE ? (elapsed * (1 - done)) / fresh : null, note: null };
  }
}

/** An experiment on disk that nobody works on, or somebody else. */
export class StoredSource implements PanelSource {
  private constructor(
    readonly record: ExperimentRecord,
    private readonly folder: string,
    private readonly library: ExperimentLibrary,
    private readonly texts: SourceTexts,
  ) {}

  /** @throws Error with a sentence if there is no experiment in the folder, or none that can be read */
  static async open(folder: string, library: ExperimentLibrary, texts: SourceTexts): Promise<StoredSource> {
    const { overview, problem } = await library.entry(folder);
    if (!overview) throw new Error(problem);
    return new StoredSource(overview.record, folder, library, texts);
  }

  async standing(): Promise<Standing> {
    const { overview, problem } = await this.library.entry(this.folder);
    if (!overview) throw new Error(problem);
    const samples = await this.library.samples(this.folder);
    const runs = overview.runs.map((run, index) => panelRun(run, run.result ? null : trackerFrom(index, run.spec, samples[index])));
    const elsewhere = runs.some(({ state }) => state === 'running');
    return {
      runs,
      samples: overview.runs.map(({ result }, index) => (result ? { samples: result.series, origin: 'result' } : { samples: samples[index], origin: 'live' })),
      actions: { cancel: false, resume: !elsewhere && runs.some(({ state }) => RESUMABLE.includes(state)) },
      progress: elsewhere ? { done: shareDone(runs), left: null, note: this.texts.elsewhere } : null,
      summary: summarizeSweep(overview.runs),
      elsewhere,
    };
  }
}

/** Share of the work that is done, of runs that are equally long; one that has ended has nothing left to do. */
function shareDone(runs: readonly PanelRun[]): number {
  const shares = runs.map(({ state, progress }) => (state === 'queued' || state === 'running' ? progress : 1));
  return shares.reduce((sum, share) => sum + share, 0) / runs.length;
}

