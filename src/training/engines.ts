import * as l10n from '@vscode/l10n';
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
import { supportedBuild } from './wasm/build.ts';
import { compileKernels } from './wasm/compileKernels.ts';
import { reuseMemory } from './wasm/memoryReuse.ts';
import { requireSupported as requireSupportedByWasm } from './wasm/support.ts';
import { WasmEngine } from './wasm/wasmEngine.ts';

/** The engine's configuration for a run. Rates of layers are used only if the run's own rate is given. */
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

/** Creates the engines of a worker's runs; what they share is loaded once. */
export class EngineFactory {
  #wasm: Promise<WebAssembly.Module> | null = null;
  #tensorflow: Promise<LoadedTensorflow> | null = null;

  /**
   * @param folder the folder with the compiled engine, engine-<build>.wasm
   * @param tensorflowFolder the folder that TensorFlow is loaded from when it is first used
   */
  constructor(
    private readonly folder: string,
    private readonly tensorflowFolder: string | null = null,
  ) {}

  /** Starts loading the built-in engine. If that fails, `create` throws. */
  preload(): void {
    this.#wasmModule().catch(() => undefined);
  }

  /**
   * @param previous an engine that must not be used any more: the new one may reuse its memory and the images in it
   * @throws UnsupportedError if the engine cannot train the network or optimizer
   * @throws TensorflowError if TensorFlow cannot be loaded
   */
  async create(name: EngineName, config: EngineConfig, previous: Engine | null = null): Promise<Engine> {
    requireSupported(name, config);
    // TensorFlow's memory is not garbage collected.
    if (previous instanceof TensorflowEngine) previous.dispose();
    if (name === 'tensorflow') return new TensorflowEngine(await this.#loadedTensorflow(), config);
    const module = await this.#wasmModule();
    return new WasmEngine(
      module,
      config,
      supportedBuild(),
      previous instanceof WasmEngine ? reuseMemory(previous, config) : undefined,
    );
  }

  /**
   * Loads an engine and returns its build, on which the last bits of its results depend.
   * @throws TensorflowError if TensorFlow cannot be loaded
   */
  async buildOf(name: EngineName): Promise<string> {
    return name === 'tensorflow' ? (await this.#loadedTensorflow()).build : supportedBuild();
  }

  #loadedTensorflow(): Promise<LoadedTensorflow> {
    if (this.tensorflowFolder === null)
      return Promise.reject(new TensorflowError(l10n.t('No TensorFlow folder is set.')));
    this.#tensorflow ??= loadTensorflow(this.tensorflowFolder);
    return this.#tensorflow;
  }

  #wasmModule(): Promise<WebAssembly.Module> {
    this.#wasm ??= readFile(path.join(this.folder, `engine-${supportedBuild()}.wasm`)).then(compileKernels);
    return this.#wasm;
  }
}

/**
 * Checks whether an engine can train this, without loading it.
 * @throws UnsupportedError with a sentence about what it does not support
 */
export function requireSupported(name: EngineName, config: EngineConfig): void {
  if (name === 'tensorflow') requireSupportedByTensorflow(config);
  else requireSupportedByWasm(config);
}
