import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EngineName, RunSpec } from '../domain/run.ts';
import type { RunExtras } from '../domain/runExtras.ts';
import { UnsupportedError } from './engine.ts';
import type { Engine, EngineConfig } from './engine.ts';
import { fittingBuild } from './wasm/build.ts';
import { compileKernels } from './wasm/compileKernels.ts';
import { reuseMemory } from './wasm/memoryReuse.ts';
import { requireSupported as requireSupportedByWasm } from './wasm/support.ts';
import { WasmEngine } from './wasm/wasmEngine.ts';

/** What an engine must know of a run; rates of single layers count only beside the run's own rate. */
export function engineConfig(run: Pick<RunSpec, 'network' | 'optimizer' | 'batchSize' | 'dataset'> & RunExtras & { readonly learningRate?: number }): EngineConfig {
  const { network, optimizer, batchSize, dataset, learningRate, measures, clip, groupRates } = run;
  const factors = learningRate !== undefined && Object.entries(groupRates ?? {}).map(([layer, rate]) => [layer, rate / learningRate] as const);
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

  /** @param folder the folder with the compiled engine, engine-<build>.wasm */
  constructor(private readonly folder: string) {}

  /** Begins to load what takes its time; what goes wrong with that is told by `create`. */
  preload(): void {
    this.#wasmModule().catch(() => undefined);
  }

  /**
   * @param used an engine that is needed no more and must not be touched again: its memory, and the images there, may be taken over
   * @throws UnsupportedError if there is no such engine, or it cannot train what is asked for
   */
  async create(name: EngineName, config: EngineConfig, used: Engine | null = null): Promise<Engine> {
    requireSupported(name, config);
    const module = await this.#wasmModule();
    return new WasmEngine(module, config, fittingBuild(), used instanceof WasmEngine ? reuseMemory(used, config) : undefined);
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
  requireKnown(name);
  requireSupportedByWasm(config);
}

/**
 * The variant of an engine that this machine runs; it decides the last bits of the results.
 * @throws UnsupportedError if there is no such engine
 */
export function supportedBuild(name: EngineName): string {
  requireKnown(name);
  return fittingBuild();
}

function requireKnown(name: EngineName): void {
  if (name !== 'wasm') throw new UnsupportedError(`The engine "${name}" is not part of this version; use "wasm", the built-in one.`);
}
