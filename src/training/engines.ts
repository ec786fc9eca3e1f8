import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EngineName, RunSpec } from '../domain/run.ts';
import type { RunExtras } from '../domain/runExtras.ts';
import type { Engine, EngineConfig } from './engine.ts';
import { TensorflowError } from './tensorflow/installation.ts';
import { loadTensorflow } from './tensorflow/load.ts';
import type { LoadedTensorflow } from './tensorflow/load.ts';
import { requireSupported as requireSupportedByTensorflow } from './tensorflow/support.ts';
import { TensorflowEngine } from './tensorflow/tensorflowEngine.ts';
import { fittingBuild } from './wasm/build.ts';
import { compileKernels } from './wasm/compileKernels.ts';
import { reuseMemory } from './wasm/memoryReuse.ts';
import { requireSupported as requireSupportedByWasm } from './wasm/support.ts';
import { WasmEngine } from './wasm/wasmEngine.ts';

/** What an engine must know of a run; rates of single layers count only beside the run's own rate. */
export function engineConfig(
  run: Pick<RunSpec, 'network' | 'optimizer' | 'batchSize' | 'dataset'> &
    RunExtras & { readonly learningRate?: number },
): EngineConfig {
  const { network, optimizer, batchSize, dataset, learningRate, measures, clip, groupRates } = run;
  const factors =
    learningRate !== undefined &&
    Object.entries(groupRates ?? {}).map(([layer, rate]) => [layer, rate / learningRate] as const);
  return {
    network,
    optimizer,
    batchSize,
    images: { train: dataset.train, test: dataset.test },
    measures,
    clip,
    rateFactors: factors && factors.length > 0 ? Object.fromEntries(factors) : undefined,
  };
}

/** Makes engines for one run after another; what they share is loaded once. */
export class EngineFactory {
  #wasm: Promise<WebAssembly.Module> | null = null;
  #tensorflow: Promise<LoadedTensorflow> | null = null;

  /**
   * @param folder the folder with the compiled engine, engine-<build>.wasm
   * @param tensorflowFolder the folder that TensorFlow is loaded from, when it is first needed
   */
  constructor(
    private readonly folder: string,
    private readonly tensorflowFolder: string | null = null,
  ) {}

  /** Begins to load what takes its time; what goes wrong with that is told by `create`. */
  preload(): void {
    this.#wasmModule().catch(() => undefined);
  }

  /**
   * @param used an engine that is needed no more and must not be touched again: its memory, and the images there, may be taken over
   * @throws UnsupportedError if the engine cannot train what is asked for
   * @throws TensorflowError if TensorFlow cannot be loaded
   */
  async create(name: EngineName, config: EngineConfig, used: Engine | null = null): Promise<Engine> {
    requireSupported(name, config);
    // What lies in TensorFlow's memory is freed by nobody else.
    if (used instanceof TensorflowEngine) used.dispose();
    if (name === 'tensorflow') return new TensorflowEngine(await this.#loadedTensorflow(), config);
    const module = await this.#wasmModule();
    return new WasmEngine(
      module,
      config,
      fittingBuild(),
      used instanceof WasmEngine ? reuseMemory(used, config) : undefined,
    );
  }

  /**
   * Loads an engine and says which variant it is: that decides the last bits of its results.
   * @throws TensorflowError if TensorFlow cannot be loaded
   */
  async buildOf(name: EngineName): Promise<string> {
    return name === 'tensorflow' ? (await this.#loadedTensorflow()).build : fittingBuild();
  }

  #loadedTensorflow(): Promise<LoadedTensorflow> {
    if (this.tensorflowFolder === null)
      return Promise.reject(new TensorflowError('No folder is named that TensorFlow could be loaded from.'));
    this.#tensorflow ??= loadTensorflow(this.tensorflowFolder);
    return this.#tensorflow;
  }

  #wasmModule(): Promise<WebAssembly.Module> {
    this.#wasm ??= readFile(path.join(this.folder, `engine-${fittingBuild()}.wasm`)).then(compileKernels);
    return this.#wasm;
  }
}

/**
 * Says before anything is started whether an engine can train this.
 * @throws UnsupportedError with a sentence that names what it cannot do
 */
export function requireSupported(name: EngineName, config: EngineConfig): void {
  if (name === 'tensorflow') requireSupportedByTensorflow(config);
  else requireSupportedByWasm(config);
}
