import { Detector, DETECTOR_VERSION } from './diagnosis/detector.ts';
import type { Finding } from './finding.ts';
import type { EpochSummary, RunResult, RunSpec, RunState } from './run.ts';
import type { Sample } from './sample.ts';
import type { EndedEvent, FindingChange, RunEvent } from './runEvent.ts';
import type { RunFacts } from './runFacts.ts';
import { EMPTY_SERIES } from './series.ts';
import type { RunSeries, Series } from './series.ts';
import type { SeriesFacts } from './boundedSeries.ts';
import type { Buckets } from './buckets.ts';
import { SeriesRecorder } from './seriesRecorder.ts';
import type { RunBuckets } from './seriesRecorder.ts';
import { hasLossOfEachStep, scoreError, scoreOf } from './score.ts';
import { thinSeries } from './thinning.ts';

/** The run that a tracker follows. */
export interface TrackedRun {
  readonly facts: RunFacts;
  /** Of a run by the built-in engines, whose sample of step 0 is the loss before training. */
  readonly spec: RunSpec | null;
}

/** The history of one run, and what the detector finds in it. Views read it once and then follow the run's events. */
export class RunTracker {
  #state: RunState = 'queued';
  #facts: RunFacts;
  #engine: string | null = null;
  #recorder = new SeriesRecorder();
  #epochs: EpochSummary[] = [];
  #newestStep = 0;
  /** Of a run that does more than steps. */
  #work: { readonly done: number; readonly activity: string | null } | null = null;
  #ended: EndedEvent | null = null;
  #result: RunResult | null = null;
  #detector: Detector;
  /** Changes whenever what was measured before is replaced, so that a view knows to start over. */
  #revision = 0;

  constructor(private readonly run: TrackedRun) {
    this.#facts = run.facts;
    this.#detector = new Detector(run.facts);
  }

  get state(): RunState {
    return this.#state;
  }

  get facts(): RunFacts {
    return this.#facts;
  }

  /** How the run ended; null before. */
  get ended(): EndedEvent | null {
    return this.#ended;
  }

  /** Engine and build; null before they are known. */
  get engine(): string | null {
    return this.#engine;
  }

  get epochs(): readonly EpochSummary[] {
    return this.#epochs;
  }

  /** What the detector has found so far, the most severe first. */
  get findings(): readonly Finding[] {
    return this.#detector.findings;
  }

  get newestStep(): number {
    return this.#newestStep;
  }

  /** Increases whenever the earlier measurements are replaced. */
  get revision(): number {
    return this.#revision;
  }

  /** One metric so far; the line of its buckets where it is long, thinned once the run has ended. Valid until the next event. */
  series(metric: string): Series {
    return this.#result ? (this.#result.series[metric] ?? EMPTY_SERIES) : this.#recorder.get(metric);
  }

  /** All metrics so far, as series gives them. Valid until the next event. */
  allSeries(): RunSeries {
    return this.#result?.series ?? this.#recorder.all();
  }

  /** What was measured so far; none once the run has ended. */
  get metrics(): readonly string[] {
    return this.#recorder.metrics;
  }

  /** One metric so far, in buckets where it is long; null if it was not measured, and once the run has ended. Valid until the next event. */
  buckets(metric: string): Buckets | null {
    return this.#recorder.buckets(metric);
  }

  /** All metrics so far, in buckets where they are long; none once the run has ended. Valid until the next event. */
  allBuckets(): RunBuckets {
    return this.#recorder.allBuckets();
  }

  /** What is known of a metric however long it is; null if it was not measured, and once the run has ended. */
  measured(metric: string): SeriesFacts | null {
    return this.#recorder.facts(metric);
  }

  /** The newest value of a metric; undefined if it was not measured yet. */
  newest(metric: string): number | undefined {
    return this.#result?.series[metric]?.values.at(-1) ?? this.#recorder.facts(metric)?.newest?.value;
  }

  /** Loss before the first update; null if it was not measured. */
  get initialLoss(): number | null {
    if (this.run.spec === null) return null;
    if (this.#result) return this.#result.initialLoss;
    const first = this.#recorder.facts('loss')?.first;
    return first?.step === 0 ? first.value : null;
  }

  /** Share of the run's work that is done, 0..1, by default of its steps; null if nobody knows how many there will be. */
  get progress(): number | null {
    const { total } = this.#facts;
    if (this.#work) return this.#work.done;
    return total === null ? null : Math.min(1, this.#newestStep / total);
  }

  /** What the run does now where that is no step: "measuring point 3 of 10"; null otherwise. */
  get activity(): string | null {
    return this.#work?.activity ?? null;
  }

  /** Training images a second so far, evaluation excluded; null without images or before the first measurement. */
  get imagesPerSecond(): number | null {
    const { batchSize, stepsPerEpoch, imagesPerEpoch } = this.#facts;
    if (this.#result) return this.#result.imagesPerSecond;
    const { step = 0, value: seconds = 0 } = this.#recorder.facts('seconds')?.newest ?? {};
    if (seconds === 0 || batchSize === null || stepsPerEpoch === null || imagesPerEpoch === null) return null;
    const images = Math.floor(step / stepsPerEpoch) * imagesPerEpoch + (step % stepsPerEpoch) * batchSize;
    return images / seconds;
  }

  /**
   * Applies an event of the run.
   * @returns the findings that the event has raised, changed or withdrawn
   */
  apply(event: RunEvent): readonly FindingChange[] {
    switch (event.type) {
      case 'started':
        this.#state = 'running';
        this.#facts = event.facts;
        this.#engine = event.engine ?? null;
        return this.#detector.updateFacts(event.facts);
      case 'facts':
        this.#facts = { ...this.#facts, ...event.facts };
        return this.#detector.updateFacts(this.#facts);
      case 'samples':
        this.#recorder.addSamples(event.samples);
        this.#newestStep = event.samples.at(-1)?.step ?? this.#newestStep;
        return this.#detector.addSamples(event.samples);
      case 'epoch':
        this.#epochs.push(event.epoch);
        return [];
      case 'reset':
        return this.#reset();
      case 'finding':
        return this.#detector.applyFinding(event);
      case 'ended':
        return this.#end(event);
      case 'progress':
        this.#work = event;
        return [];
      case 'checkpoint':
      case 'notice':
        return [];
    }
  }

  /** Restores the samples and epochs of a run that is resumed. */
  restore(samples: readonly Sample[], epochs: readonly EpochSummary[]): void {
    this.apply({ type: 'samples', samples });
    for (const epoch of epochs) this.apply({ type: 'epoch', epoch });
  }

  /**
   * The run as result.json keeps it.
   * @throws Error if the run has not ended
   */
  result(): RunResult {
    if (!this.#result) throw new Error('The run has not ended.');
    return this.#result;
  }

  #reset(): readonly FindingChange[] {
    const withdrawn = this.#detector.reset();
    this.#recorder.clear();
    this.#epochs = [];
    this.#newestStep = 0;
    this.#work = null;
    this.#revision++;
    return withdrawn;
  }

  /** Downsamples the series after the end: all samples of a large sweep would fill the editor's memory. */
  #end(event: EndedEvent): readonly FindingChange[] {
    const { state, reason, stderrTail } = event;
    const finalScore = state === 'finished' ? this.#score() : null;
    const changes = this.#detector.end(state, finalScore?.score ?? null);
    const { imagesPerSecond, initialLoss } = this;
    const series = mapSeries(this.#recorder.all(), (measured) => thinSeries(measured));
    this.#recorder.clear();
    this.#revision++;
    this.#state = state;
    this.#work = null;
    this.#ended = event;
    this.#result = {
      state,
      reason: reason ?? null,
      ...(stderrTail ? { stderrTail } : {}),
      engine: this.#engine,
      epochs: this.#epochs,
      imagesPerSecond,
      initialLoss,
      score: finalScore?.score ?? null,
      scoreError: finalScore?.error ?? null,
      findings: this.findings,
      detector: DETECTOR_VERSION,
      series,
    };
    return changes;
  }

  /** Null if no loss was measured. Of a run so long that its losses are in buckets, these count as its losses. */
  #score(): { score: number; error: number | null } | null {
    if ((this.#recorder.facts('validationLoss')?.nonFinite ?? 0) > 0) return { score: Infinity, error: null };
    const facts = this.#recorder.facts('loss');
    const buckets = this.#recorder.buckets('loss');
    if (!facts || !buckets) return null;
    const hasInitial = this.run.spec !== null && facts.first!.step === 0;
    const losses = buckets.means.subarray(hasInitial && buckets.size === 1 ? 1 : 0);
    if (losses.length === 0) return null;
    const count = facts.count - (hasInitial ? 1 : 0);
    const isEachStep = hasLossOfEachStep(
      hasInitial ? 1 : facts.first!.step,
      facts.newest!.step,
      count,
      this.#facts.unit,
    );
    return { score: scoreOf(losses, isEachStep), error: scoreError(losses, isEachStep) };
  }
}

function mapSeries(series: RunSeries, map: (series: Series) => Series): RunSeries {
  return Object.fromEntries(Object.entries(series).flatMap(([metric, known]) => (known ? [[metric, map(known)]] : [])));
}
