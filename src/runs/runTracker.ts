import type { Finding } from '../domain/finding.ts';
import type { EpochSummary, RunContext, RunEvent, RunResult, RunSpec, RunState, Sample } from '../domain/run.ts';
import { bucketSamples } from '../domain/series.ts';
import { stepsPerEpoch, totalSteps } from '../domain/sweepPlan.ts';
import { scoreOf } from '../domain/zone.ts';

/** Keeps the history of one run: the only place that does. Sinks are filled from it and get its events after that. */
export class RunTracker {
  #state: RunState = 'queued';
  #context: RunContext | null = null;
  #samples: Sample[] = [];
  #epochs: EpochSummary[] = [];
  #ended: Extract<RunEvent, { type: 'ended' }> | null = null;
  #score: number | null = null;

  constructor(
    readonly index: number,
    readonly spec: RunSpec,
  ) {}

  get state(): RunState {
    return this.#state;
  }

  /** How the run ended; null before. */
  get ended(): Extract<RunEvent, { type: 'ended' }> | null {
    return this.#ended;
  }

  get context(): RunContext | null {
    return this.#context;
  }

  /** In the order of their steps; thinned once the run has ended. */
  get samples(): readonly Sample[] {
    return this.#samples;
  }

  get epochs(): readonly EpochSummary[] {
    return this.#epochs;
  }

  /** Share of the run's steps that are done, 0..1. */
  get progress(): number {
    const total = this.#context?.total ?? totalSteps(this.spec);
    return Math.min(1, (this.#samples.at(-1)?.step ?? 0) / total);
  }

  /** Training images a second so far, evaluation excluded; null before there is a measurement. */
  get imagesPerSecond(): number | null {
    const timed = this.#samples.findLast(({ seconds }) => seconds !== undefined);
    if (!timed?.seconds) return null;
    const { dataset, batchSize } = this.spec;
    const stepsOfEpoch = stepsPerEpoch(this.spec);
    const images = Math.floor(timed.step / stepsOfEpoch) * dataset.train + (timed.step % stepsOfEpoch) * batchSize;
    return images / timed.seconds;
  }

  take(event: RunEvent): void {
    switch (event.type) {
      case 'started':
        this.#state = 'running';
        this.#context = event.context;
        break;
      case 'samples':
        for (const sample of event.samples) this.#samples.push(sample);
        break;
      case 'epoch':
        this.#epochs.push(event.epoch);
        break;
      case 'reset':
        this.#samples = [];
        this.#epochs = [];
        break;
      case 'ended':
        this.#state = event.state;
        this.#ended = event;
        this.#condense();
        break;
      case 'checkpoint':
      case 'notice':
        break;
    }
  }

  /**
   * The run as result.json keeps it.
   * @throws Error if the run has not ended
   */
  result(findings: readonly Finding[]): RunResult {
    if (!this.#ended) throw new Error(`Run ${this.index} has not ended.`);
    const { state, reason, stderrTail } = this.#ended;
    return {
      state,
      reason: reason ?? null,
      ...(stderrTail ? { stderrTail } : {}),
      engine: this.#context?.engine ?? null,
      epochs: this.#epochs,
      imagesPerSecond: this.imagesPerSecond,
      initialLoss: this.#samples.find(({ step }) => step === 0)?.loss ?? null,
      score: state === 'finished' ? this.#score : null,
      findings,
      series: this.#samples,
    };
  }

  /** After the end only what is shown is kept: the samples of a large sweep would fill the memory of an editor. */
  #condense(): void {
    const losses = this.#samples.flatMap(({ step, loss }) => (step > 0 && loss !== undefined ? [loss] : []));
    const isBroken = this.#samples.some(
      ({ validationLoss }) => validationLoss !== undefined && !Number.isFinite(validationLoss),
    );
    this.#score = isBroken ? Infinity : losses.length > 0 ? scoreOf(losses) : null;
    this.#samples = bucketSamples(this.#samples);
  }
}
