import { mersenne, mersenneFromState } from 'pure-rand/generator/mersenne';
import { edgeSteps, hasEdge } from '../domain/edge.ts';
import { createRateSchedule } from '../domain/rateSchedule.ts';
import type { EpochSummary, RunSpec } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import { totalSteps } from '../domain/steps.ts';
import { DivergenceStop } from './divergenceStop.ts';
import { measureEdge } from './edgeMeter.ts';
import { EdgeProgress } from './edgeProgress.ts';
import type { Engine, Split } from './engine.ts';
import { initialValues, shuffle } from './initialization.ts';
import { ScheduledRates } from './scheduledRates.ts';
import type { TrainingState } from './trainingState.ts';

/** Training images that the initial loss is measured on at most: enough to compare seeds, and fast. */
const INITIAL_LOSS_IMAGES = 1000;

/** By parameter tensor, in the engine's layout; null for random ones. */
export type InitialWeights = readonly (Float32Array | null)[];

/** Receives what the trainer measures, and lets the caller yield and cancel. */
export interface TrainingListener {
  onSample(sample: Sample): void;
  onEpochEnd(summary: EpochSummary): void;
  /**
   * Called while a run does more than steps.
   * @param done share of its work, 0..1
   * @param activity what it does now, for people; null when it goes on with steps
   */
  onProgress?(done: number, activity: string | null): void;
  /**
   * Called after each batch, of training or evaluation, to yield to the event loop when necessary.
   * @param save returns the state that the training can be continued from, valid during this call; absent before the first step
   * @throws if the training was cancelled
   */
  onBatchEnd(save?: () => TrainingState): Promise<void>;
}

/**
 * Trains a network whose engine holds the images. The seed decides the initial weights and the order of the images, which
 * changes every epoch; the test images are evaluated after each epoch. Ends early
 * - at the first loss that isn't finite: that is a result, not an error;
 * - after `steps` updates, or once the loss has diverged (`stopAbove`), even in the middle of an epoch, which then has no summary.
 * Deterministic for a given spec and engine build, even if it's interrupted and continued.
 * @param start where it starts: from random weights, from those of another training, or from the state in which an earlier training
 *   of the same spec was interrupted; what that one reported isn't repeated
 */
export async function train(
  spec: RunSpec,
  engine: Engine,
  listener: TrainingListener,
  start: { readonly from?: TrainingState | null; readonly weights?: InitialWeights | null } = {},
): Promise<void> {
  const training = new Training(spec, engine, listener);
  if (start.from) {
    training.restore(start.from);
    if (!(await training.finishEpoch())) return;
  } else {
    await training.begin(start.weights ?? null);
  }
  while (training.epoch < spec.epochs) {
    training.beginEpoch();
    if (!(await training.finishEpoch())) return;
  }
}

/** A training in progress. */
class Training {
  epoch = 0;
  #step = 0;
  #random;
  readonly #order: Uint32Array;
  readonly #rates: ScheduledRates;
  readonly #divergence: DivergenceStop | null;
  /** The steps after which the edge is measured. */
  readonly #edgeSteps: readonly number[];
  readonly #edgeProgress: EdgeProgress;
  /** Images that the current epoch has trained on, and the sum of their losses. */
  #trained = 0;
  #lossSum = 0;
  #seconds = 0;
  #epochs: EpochSummary[] = [];

  constructor(
    private readonly spec: RunSpec,
    private readonly engine: Engine,
    private readonly listener: TrainingListener,
  ) {
    const { seed, dataset, schedule, learningRate, steps, stopAbove, edge, optimizer } = spec;
    this.#random = mersenne(seed);
    this.#order = Uint32Array.from({ length: dataset.train }, (_, index) => index);
    this.#rates = new ScheduledRates(
      createRateSchedule(schedule, learningRate, totalSteps(spec)),
      // A range test is plotted by rate, so each of its steps needs one.
      steps === undefined ? learningRate : null,
    );
    this.#divergence = stopAbove === undefined ? null : new DivergenceStop(stopAbove);
    this.#edgeSteps = edge && hasEdge(optimizer) ? edgeSteps(totalSteps(spec), edge.points, optimizer) : [];
    this.#edgeProgress = new EdgeProgress(this.#edgeSteps.length);
  }

  /**
   * Sets the initial weights and measures the loss before the first update.
   * @param weights null for random ones of all tensors
   */
  async begin(weights: InitialWeights | null): Promise<void> {
    const { spec, engine, listener } = this;
    engine.parameters.forEach((tensor, index) =>
      engine.writeWeights(index, weights?.[index] ?? initialValues(tensor, this.#random)),
    );
    const { loss } = await this.#evaluate('train', Math.min(spec.dataset.train, INITIAL_LOSS_IMAGES));
    listener.onSample({ step: 0, epoch: 0, loss });
    await this.#measureEdge();
  }

  restore(from: TrainingState): void {
    this.epoch = from.epoch;
    this.#step = from.step;
    this.#random = mersenneFromState(from.random);
    this.#order.set(from.order);
    this.#trained = from.trained;
    this.#lossSum = from.lossSum;
    this.#seconds = from.seconds;
    this.#epochs = [...from.epochs];
    this.#rates.restore(from.schedule, from.step);
    if (from.divergence) this.#divergence?.restore(from.divergence);
    this.engine.setOrder(this.#order);
    this.engine.restoreState(from.engine);
  }

  beginEpoch(): void {
    this.epoch++;
    this.#trained = 0;
    this.#lossSum = 0;
    shuffle(this.#order, this.#random);
    this.engine.setOrder(this.#order);
  }

  /** @returns whether the training goes on after this epoch, if there is another one */
  async finishEpoch(): Promise<boolean> {
    const { epoch, listener } = this;
    const { dataset } = this.spec;
    while (this.#trained < dataset.train) {
      if (this.#isOver) return false;
      if (!Number.isFinite(this.#trainBatch())) return false;
      await this.#measureEdge();
      await listener.onBatchEnd(this.#save);
    }
    const step = this.#step;
    const tested = dataset.test > 0 ? await this.#evaluate('test', dataset.test) : { loss: null, accuracy: null };
    if (tested.accuracy !== null) {
      listener.onSample({
        step,
        epoch,
        validationLoss: tested.loss,
        validationAccuracy: tested.accuracy,
        seconds: this.#seconds,
      });
    }
    const seconds = this.#seconds - this.#epochs.reduce((sum, summary) => sum + summary.seconds, 0);
    const loss = this.#lossSum / dataset.train;
    this.#rates.schedule.observe(loss);
    const summary = {
      epoch,
      step,
      loss,
      accuracy: tested.accuracy,
      validationLoss: tested.loss,
      seconds,
      images: dataset.train,
    };
    this.#epochs.push(summary);
    listener.onEpochEnd(summary);
    // The last update may have made the weights infinite, which only the test images show.
    return Number.isFinite(tested.loss ?? 0) && !this.#isOver;
  }

  /** Whether the run ends here, wherever the epoch is. */
  get #isOver(): boolean {
    return this.#step >= (this.spec.steps ?? Infinity) || (this.#divergence?.isDiverged ?? false);
  }

  /** @returns the batch's mean loss */
  #trainBatch(): number {
    const { dataset, batchSize } = this.spec;
    const count = Math.min(batchSize, dataset.train - this.#trained);
    const { rate, sample } = this.#rates.at(++this.#step);
    const started = performance.now();
    const loss = this.engine.trainStep(this.#trained, count, rate);
    this.#seconds += (performance.now() - started) / 1000;
    this.#trained += count;
    this.#lossSum += loss * count;
    this.#divergence?.observe(loss);
    this.listener.onSample({
      step: this.#step,
      loss,
      ...sample,
      ...this.engine.measurements(),
      seconds: this.#seconds,
    });
    return loss;
  }

  /** Measures the edge if it is due. No checkpoint is written meanwhile: one from before would measure again what is known. */
  async #measureEdge(): Promise<void> {
    const { spec, engine, listener } = this;
    const { edge, network, optimizer } = spec;
    const point = this.#edgeSteps.indexOf(this.#step);
    if (!edge || !hasEdge(optimizer) || point < 0) return;
    const rate = this.#rates.schedule.rate(Math.min(this.#step + 1, totalSteps(spec)));
    const settings = { network, optimizer, images: edge.images };
    const onRound = (rounds: number): void => {
      const { done, activity } = this.#edgeProgress.at(point, rounds);
      listener.onProgress?.(done, activity);
    };
    const sample = await measureEdge(engine, settings, this.#step, rate, () => listener.onBatchEnd(), onRound);
    listener.onSample(sample);
    listener.onProgress?.((point + 1) / this.#edgeSteps.length, null);
  }

  async #evaluate(split: Split, images: number): Promise<{ loss: number; accuracy: number }> {
    const { batchSize } = this.spec;
    let lossSum = 0;
    let correct = 0;
    for (let start = 0; start < images; start += batchSize) {
      const batch = this.engine.evaluate(split, start, Math.min(batchSize, images - start));
      lossSum += batch.lossSum;
      correct += batch.correct;
      await this.listener.onBatchEnd(this.#step > 0 ? this.#save : undefined);
    }
    return { loss: lossSum / images, accuracy: correct / images };
  }

  readonly #save = (): TrainingState => ({
    step: this.#step,
    epoch: this.epoch,
    trained: this.#trained,
    lossSum: this.#lossSum,
    seconds: this.#seconds,
    epochs: [...this.#epochs],
    schedule: this.#rates.schedule.state(),
    divergence: this.#divergence?.state() ?? null,
    random: this.#random.getState(),
    order: this.#order.slice(),
    engine: this.engine.saveState(),
  });
}
