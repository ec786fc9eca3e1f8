import path from 'node:path';
import { stepsPerEpoch, totalSteps } from '../../../../src/domain/steps.ts';
import { EngineProvider } from '../../../../src/training/engineProvider.ts';
import { EngineFactory } from '../../../../src/training/engines.ts';
import { shuffle } from '../../../../src/training/initialization.ts';
import { train } from '../../../../src/training/trainer.ts';
import { mersenne } from 'pure-rand/generator/mersenne';
import { ENGINE_PROGRAMS } from './enginePrograms.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
/** Decides which label an image gets by mistake. */
const SHUFFLE_SEED = 99;

/** What is to be trained. */
export interface TrainingRequest {
  readonly program: string;
  readonly rate: number;
  readonly seed: number;
  readonly hasShuffledLabels: boolean;
}

/** What a run measured; numbers that aren't finite are strings. */
export interface RawRun {
  /** Before the first step. */
  readonly initial: number | string;
  /** By step. A run that broke was not continued: what comes after has no loss. */
  readonly loss: readonly (number | string)[];
  readonly norm: readonly (number | string)[];
  /** Steps, the first is 0, after which the held-out loss was measured, and the losses. */
  readonly held_steps: readonly number[];
  readonly held: readonly (number | string)[];
  readonly per_epoch: number;
}

/** Trains the programs of enginePrograms.ts with the built-in engine. */
export class EngineTrainer {
  readonly #provider = new EngineProvider(new EngineFactory(path.join(ROOT, 'dist')));

  async train({ program, rate, seed, hasShuffledLabels }: TrainingRequest): Promise<RawRun> {
    const { guess: _, ...rest } = ENGINE_PROGRAMS[program];
    const spec = { ...rest, learningRate: rate, seed };
    const engine = await this.#provider.create({ spec, datasetFolder: path.join(ROOT, 'media', 'mnist') });
    const labels = engine.labels('train');
    const correct = labels.slice();
    if (hasShuffledLabels) {
      const order = Uint32Array.from(correct.keys());
      shuffle(order, mersenne(SHUFFLE_SEED));
      order.forEach((from, to) => (labels[to] = correct[from]));
    }
    const steps = totalSteps(spec);
    const loss = new Array<number>(steps).fill(NaN);
    const norm = loss.slice();
    const held: [step: number, loss: number][] = [];
    let initial = NaN;
    await train(spec, engine, {
      onSample: ({ step, loss: trained, gradientNorm, validationLoss }) => {
        if (step === 0) initial = trained!;
        else if (trained !== undefined) [loss[step - 1], norm[step - 1]] = [trained, gradientNorm ?? NaN];
        if (validationLoss !== undefined) held.push([step - 1, validationLoss]);
      },
      onEpochEnd: () => undefined,
      onBatchEnd: () => Promise.resolve(),
    });
    // The next run finds the images in memory.
    labels.set(correct);
    return {
      initial: toJson(initial),
      loss: loss.map(toJson),
      norm: norm.map(toJson),
      held_steps: held.map(([step]) => step),
      held: held.map(([, value]) => toJson(value)),
      per_epoch: stepsPerEpoch(spec),
    };
  }
}

function toJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
