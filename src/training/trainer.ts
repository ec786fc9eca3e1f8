import { mersenne } from 'pure-rand/generator/mersenne';
import type { EpochSummary, RunSpec, Sample } from '../domain/run.ts';
import { stepsPerEpoch } from '../domain/sweepPlan.ts';
import type { Engine, Split } from './engine.ts';
import { initialValues, shuffle } from './initialization.ts';

/** The initial loss is measured on at most so many training images: enough that seeds can be compared, and done in no time. */
const INITIAL_LOSS_IMAGES = 1000;

/** What the trainer tells while it trains, and how it lets others have a turn. */
export interface TrainingListener {
  sample(sample: Sample): void;
  epoch(summary: EpochSummary): void;
  /**
   * Called after every batch; yields to the event loop when it is time.
   * @throws when the training was cancelled
   */
  breathe(): Promise<void>;
}

/**
 * Trains a network whose engine has its images in place: initial weights and the order of the images from the seed, every
 * epoch in a new order, the test images measured after each epoch. A loss that is not finite ends the training: it is the
 * result. Deterministic for a given spec and engine build.
 */
export async function train(spec: RunSpec, engine: Engine, listener: TrainingListener): Promise<void> {
  const random = mersenne(spec.seed);
  engine.parameters.forEach((tensor, index) => engine.writeWeights(index, initialValues(tensor, random)));
  const order = Uint32Array.from({ length: spec.dataset.train }, (_, index) => index);
  const clock = new TrainingClock();

  const initial = await evaluate(engine, 'train', Math.min(spec.dataset.train, INITIAL_LOSS_IMAGES), spec.batchSize, listener);
  listener.sample({ step: 0, epoch: 0, loss: initial.loss });

  for (let epoch = 1; epoch <= spec.epochs; epoch++) {
    shuffle(order, random);
    engine.setOrder(order);
    const finished = await trainEpoch(spec, engine, epoch, clock, listener);
    if (!finished) return;
  }
}

/** @returns false if the loss stopped being finite, in a batch or (after the last update) on the test images */
async function trainEpoch(spec: RunSpec, engine: Engine, epoch: number, clock: TrainingClock, listener: TrainingListener): Promise<boolean> {
  const { dataset, batchSize, learningRate } = spec;
  const before = clock.seconds;
  let step = (epoch - 1) * stepsPerEpoch(spec);
  let lossSum = 0;
  for (let start = 0; start < dataset.train; start += batchSize) {
    const count = Math.min(batchSize, dataset.train - start);
    const loss = clock.time(() => engine.trainStep(start, count, learningRate));
    lossSum += loss * count;
    listener.sample({ step: ++step, loss, seconds: clock.seconds });
    if (!Number.isFinite(loss)) return false;
    await listener.breathe();
  }
  const seconds = clock.seconds - before;
  const tested = dataset.test > 0 ? await evaluate(engine, 'test', dataset.test, batchSize, listener) : { loss: null, accuracy: null };
  if (tested.accuracy !== null) {
    listener.sample({ step, epoch, validationLoss: tested.loss, validationAccuracy: tested.accuracy, seconds: clock.seconds });
  }
  listener.epoch({ epoch, step, loss: lossSum / dataset.train, accuracy: tested.accuracy, validationLoss: tested.loss, seconds, images: dataset.train });
  return Number.isFinite(tested.loss ?? 0);
}

async function evaluate(engine: Engine, split: Split, images: number, batchSize: number, listener: TrainingListener): Promise<{ loss: number; accuracy: number }> {
  let lossSum = 0;
  let correct = 0;
  for (let start = 0; start < images; start += batchSize) {
    const batch = engine.evaluate(split, start, Math.min(batchSize, images - start));
    lossSum += batch.lossSum;
    correct += batch.correct;
    await listener.breathe();
  }
  return { loss: lossSum / images, accuracy: correct / images };
}

/** Adds up the time spent in training steps alone, in seconds. */
class TrainingClock {
  #milliseconds = 0;

  get seconds(): number {
    return this.#milliseconds / 1000;
  }

  time<T>(work: () => T): T {
    const start = performance.now();
    const result = work();
    this.#milliseconds += performance.now() - start;
    return result;
  }
}
