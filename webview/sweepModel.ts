import { planOf } from '../src/charts/curves.ts';
import type { CurvePlan, CurveRun } from '../src/charts/curves.ts';
import { verdictOf } from '../src/domain/finding.ts';
import type { ExperimentRecord } from '../src/domain/experiment.ts';
import type { RunSpec, Sample } from '../src/domain/run.ts';
import { bucketSamples, MOST_POINTS } from '../src/domain/series.ts';
import type { SweepSummary } from '../src/domain/sweepSummary.ts';
import type { LossUpdate, PanelActions, PanelMessage, PanelProgress, PanelRun } from '../src/protocol/panel.ts';

type Hydrate = Extract<PanelMessage, { type: 'hydrate' }>;
type Update = Extract<PanelMessage, { type: 'update' }>;

/** When so many measurements of a run have come, they are thinned: the page shows a history, the host keeps it. */
const TOO_MANY = 2 * MOST_POINTS;

/** What the page knows of the experiment that it shows. */
export class SweepModel {
  readonly folder: string;
  readonly record: ExperimentRecord;
  /** What the experiment is called. */
  readonly title: string;
  readonly plan: CurvePlan;
  readonly #runs: PanelRun[];
  readonly #samples: Sample[][];
  #actions: PanelActions;
  #progress: PanelProgress | null;
  #summary: SweepSummary;

  constructor({ folder, record, title, runs, losses, actions, progress, summary }: Hydrate) {
    this.folder = folder;
    this.record = record;
    this.title = title;
    this.plan = planOf(record);
    this.#runs = [...runs];
    this.#samples = runs.map(() => []);
    this.#actions = actions;
    this.#progress = progress;
    this.#summary = summary;
    losses.forEach((loss) => this.#take(loss));
  }

  get runs(): readonly PanelRun[] {
    return this.#runs;
  }

  get actions(): PanelActions {
    return this.#actions;
  }

  get progress(): PanelProgress | null {
    return this.#progress;
  }

  get summary(): SweepSummary {
    return this.#summary;
  }

  /** The losses measured in a run. */
  samples(index: number): readonly Sample[] {
    return this.#samples[index];
  }

  spec(index: number): RunSpec {
    return this.record.specs[index];
  }

  apply({ runs, losses, actions, progress, summary }: Update): void {
    for (const { keptEpochs, ...run } of runs) {
      const known = this.#runs[run.index].epochs.slice(0, keptEpochs);
      this.#runs[run.index] = { ...run, epochs: [...known, ...run.epochs] };
    }
    losses.forEach((loss) => this.#take(loss));
    this.#actions = actions;
    this.#progress = progress;
    this.#summary = summary;
  }

  /** The runs as charts want them. */
  curveRuns(): CurveRun[] {
    return this.#runs.map((run) => {
      const { learningRate, seed, engine } = this.spec(run.index);
      const { initialLoss, epochs, findings, state } = run;
      const ended = state !== 'queued' && state !== 'running';
      return {
        learningRate,
        seed,
        engine,
        verdict: verdictOf(findings),
        ended,
        initialLoss,
        epochs,
        samples: this.#samples[run.index],
      };
    });
  }

  #take({ index, replace, steps, losses }: LossUpdate): void {
    const samples = replace ? [] : this.#samples[index];
    steps.forEach((step, at) => samples.push({ step, loss: losses[at] }));
    this.#samples[index] = samples.length > TOO_MANY ? bucketSamples(samples) : samples;
  }
}
