import type { Preparation } from '../protocol/training.ts';
import { checkFit, openDataset } from './dataset.ts';
import type { Dataset } from './dataset.ts';
import type { Engine } from './engine.ts';
import { engineConfig } from './engines.ts';
import type { EngineFactory } from './engines.ts';

const SPLITS = ['train', 'test'] as const;

/** Makes engines ready for one run after another. The images of the newest stay in its memory: a run on the same ones need not read them. */
export class EnginePreparer {
  /** The newest engine, and the files that its images were read from. */
  #newest: { readonly engine: Engine; readonly stamp: string } | null = null;

  constructor(
    private readonly engines: EngineFactory,
    private readonly open: (folder: string) => Promise<Dataset> = openDataset,
  ) {}

  /**
   * An engine for a run, with its images in place. The engine that was made before it must not be used any more.
   * @param breathe is called now and then while images are read
   * @throws DatasetError if the images cannot be used, UnsupportedError if the engine cannot train this; the signal's reason when it aborts
   */
  async prepare({ spec, datasetFolder }: Preparation, signal?: AbortSignal, breathe?: () => void): Promise<Engine> {
    const dataset = await this.open(datasetFolder);
    checkFit(dataset, spec.network);
    const newest = this.#newest;
    // Until all images are in place, nobody can tell which ones are.
    this.#newest = null;
    const engine = await this.engines.create(spec.engine, engineConfig(spec), newest?.engine);
    const isFilled = engine.hasImages && newest?.stamp === dataset.stamp;
    for (const split of SPLITS) {
      const into = { images: engine.images(split), labels: engine.labels(split) };
      if (isFilled) dataset.checkLabels(split, into.labels, spec.network.outputs);
      else await dataset.read(split, spec.dataset[split], into, spec.network.outputs, signal);
      breathe?.();
    }
    this.#newest = { engine, stamp: dataset.stamp };
    return engine;
  }
}
