import type { Preparation } from '../protocol/training.ts';
import { checkFit, openDataset } from './dataset.ts';
import type { Dataset } from './dataset.ts';
import type { Engine } from './engine.ts';
import { engineConfig } from './engines.ts';
import type { EngineFactory } from './engines.ts';

const SPLITS = ['train', 'test'] as const;

/** Provides each run of a worker with an engine. The images stay in its memory for the next run, which needs to read only others. */
export class EngineProvider {
  /** The newest engine, and the stamp of the files and classes that its images were read from. */
  #newest: { readonly engine: Engine; readonly stamp: string } | null = null;

  constructor(
    private readonly engines: EngineFactory,
    private readonly open: (folder: string) => Promise<Dataset> = openDataset,
  ) {}

  /**
   * Creates the engine for a run, with its images. The previous engine must not be used any more.
   * @throws DatasetError if the images cannot be used, UnsupportedError if the engine cannot train this; the signal's reason if it
   *   aborts
   */
  async create({ spec, datasetFolder }: Preparation, signal?: AbortSignal): Promise<Engine> {
    const dataset = await this.open(datasetFolder);
    checkFit(dataset, spec.network);
    const previous = this.#newest;
    // Until all images have been read, the memory holds a part of them.
    this.#newest = null;
    const engine = await this.engines.create(spec.engine, engineConfig(spec), previous?.engine);
    const { classes: only } = spec.dataset;
    const stamp = [dataset.stamp, ...(only ?? [])].join('\n');
    const hasImages = engine.hasImages && previous?.stamp === stamp;
    for (const split of SPLITS) {
      const buffers = { images: engine.images(split), labels: engine.labels(split) };
      if (hasImages) dataset.checkLabels(split, buffers.labels, spec.network.outputs);
      else {
        const selection = { count: spec.dataset[split], classes: spec.network.outputs, only };
        await dataset.read(split, selection, buffers, signal);
      }
    }
    this.#newest = { engine, stamp };
    return engine;
  }
}
