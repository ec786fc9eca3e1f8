import path from 'node:path';
import type { RunSpec } from '../../../src/domain/run.ts';
import { EngineProvider } from '../../../src/training/engineProvider.ts';
import { EngineFactory } from '../../../src/training/engines.ts';
import { train } from '../../../src/training/trainer.ts';
import { dataFolder } from './data.ts';
import type { DataName } from './data.ts';

/** What a run measured. */
export interface Measured {
  /** Before the first update. */
  readonly initial: number;
  /** Of each step; the last one may not be finite. */
  readonly losses: readonly number[];
  /** Of each step, where the run says it. */
  readonly rates: readonly number[];
}

/** Trains runs with the built-in engine in this process. */
export class CaseTrainer {
  readonly #provider = new EngineProvider(new EngineFactory(path.resolve('dist')));

  async train(data: DataName, spec: RunSpec): Promise<Measured> {
    const engine = await this.#provider.create({ spec, datasetFolder: await dataFolder(data) });
    const losses: number[] = [];
    const rates: number[] = [];
    await train(spec, engine, {
      onSample: ({ loss, rate }) => {
        if (loss !== undefined) losses.push(loss);
        if (rate !== undefined) rates.push(rate);
      },
      onEpochEnd: () => undefined,
      onBatchEnd: () => Promise.resolve(),
    });
    return { initial: losses[0], losses: losses.slice(1), rates };
  }
}
