import { mersenne, mersenneFromState } from 'pure-rand/generator/mersenne';
import { createRateSchedule } from '../domain/rateSchedule.ts';
import type { EpochSummary, RunSpec, Sample } from '../domain/run.ts';
import { totalSteps } from '../domain/sweepPlan.ts';
import type { Engine, Split } from './engine.ts';
import { initialValues, shuffle } from './initialization.ts';
import { ScheduledRates } from './scheduledRates.ts';
import type { TrainingState } from './trainingState.ts';

/** The initial loss is measured on at most so many training images: enough that seeds can be compared, and done in no time. */
const INITIAL_LOSS_IMAGES = 1000;

/** What the trainer tells while it trains, and how it lets others have a turn. */
export interface TrainingListener {
  sample(sample: Sample): void;
  epoch(summary: EpochSummary): void;
  /**
   * Called after every batch; yields to the event loop when it is time.
   * @param save gives what the training can be continued from, while this call lasts; absent before the first step
   * @throws when the training was cancelled
   */
  breathe(save?: () => TrainingState): Promise<void>;
}

/**
 * Trains a network whose engine has its images in place: initial weights and the order of the images from the seed, every
 * epoch in a new order, the test images measured after each epoch. A loss that is not finite ends the training: it is the
 * result. Deterministic for a given spec and engine build, also when it is interrupted and continued.
 * @param from where an earlier training of the same spec was; what it told until then is not told again
 */
export async function train(
  spec: RunSpec,
  engine: Engine,
  listener: TrainingListener,
  from: TrainingState | null = null,
): Promise<void> {
  const training = new Training(spec, engine, listener);
  if (from) {
    training.restore(from);
    if (!(await training.finishEpoch())) return;
  } else {
    await training.begin();
  }
  while (training.epoch < spec.epochs) {
    training.beginEpoch();
    if (!(await training.finishEpoch())) return;
  }
}

/** One training under way. */
class Training {
  epoch = 0;
  #step = 0;
  #random;
  readonly #order: Uint32Array;
  readonly #rates: ScheduledRates;
  /** Images of the order that the epoch has trained on, and the sum of their losses. */
  #trained = 0;
  #lossSum = 0;
  #seconds = 0;
  #epochs: EpochSummary[] = [];

  constructor(
    private readonly spec: RunSpec,
    private readonly engine: Engine,
    private readonly listener: TrainingListener,
  ) {
    this.#random = mersenne(spec.seed);
    this.#order = Uint32Array.from({ length: spec.dataset.train }, (_, index) => index);
    this.#rates = new ScheduledRates(
      createRateSchedule(spec.schedule, spec.learningRate, totalSteps(spec)),
      spec.learningRate,
    );
  }

  /** Sets the initial weights and measures the loss before the first update. */
  async begin(): Promise<void> {
    const { spec, engine, listener } = this;
    engine.parameters.forEach((tensor, index) => engine.writeWeights(index, initialValues(tensor, this.#random)));
    const { loss } = await this.#evaluate('train', Math.min(spec.dataset.train, INITIAL_LOSS_IMAGES));
    listener.sample({ step: 0, epoch: 0, loss });
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

  /** @returns false if the loss stopped being finite, in a batch or (after the last update) on the test images */
  async finishEpoch(): Promise<boolean> {
    const { epoch, listener } = this;
    const { dataset } = this.spec;
    while (this.#trained < dataset.train) {
      if (!Number.isFinite(this.#trainBatch())) return false;
      await listener.breathe(this.#save);
    }
    const step = this.#step;
    const tested = dataset.test > 0 ? await this.#evaluate('test', dataset.test) : { loss: null, accuracy: null };
    if (tested.accuracy !== null) {
      listener.sample({
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
    listener.epoch(summary);
    return Number.isFinite(tested.loss ?? 0);
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
    this.listener.sample({ step: this.#step, loss, ...sample, ...this.engine.measurements(), seconds: this.#seconds });
    return loss;
  }

  async #evaluate(split: Split, images: number): Promise<{ loss: number; accuracy: number }> {
    const { batchSize } = this.spec;
    let lossSum = 0;
    let correct = 0;
    for (let start = 0; start < images; start += batchSize) {
      const batch = this.engine.evaluate(split, start, Math.min(batchSize, images - start));
      lossSum += batch.lossSum;
      correct += batch.correct;
      await this.listener.breathe(this.#step > 0 ? this.#save : undefined);
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
    random: this.#random.getState(),
    order: this.#order.slice(),
    engine: this.engine.saveState(),
  });
}
