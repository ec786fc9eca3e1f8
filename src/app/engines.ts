import * as l10n from '@vscode/l10n';
import type { EngineChoice } from '../domain/engineChoice.ts';
import type { EngineName } from '../domain/run.ts';
import type { TrainingChoice } from '../kinds/sweep/choice.ts';
import { inspectEngine } from '../runs/engineInspection.ts';
import type { ProcessOptions } from '../runs/workerProcess.ts';
import { UnsupportedError } from '../training/engine.ts';
import type { EngineConfig } from '../training/engine.ts';
import { engineConfig, requireSupported } from '../training/engines.ts';
import { findTensorflow } from '../training/tensorflow/installation.ts';
import { supportedBuild } from '../training/wasm/build.ts';

/** The engines of this machine. */
export class Engines {
  /** @param options how workers are started, which are what loads an engine */
  constructor(private readonly options: ProcessOptions & { readonly tensorflowFolder: string }) {}

  /**
   * The build of an engine on this machine. For TensorFlow, loads it in a separate process, which takes a second or two.
   * @throws EngineUnavailableError if it cannot be loaded
   */
  async buildOf(name: EngineName): Promise<string> {
    return name === 'wasm' ? supportedBuild() : inspectEngine(name, this.options);
  }

  /**
   * The training with the engines that the user's setting selects for it.
   * @throws UnsupportedError if the chosen engine cannot train this, or no available engine can
   */
  async resolve<C extends TrainingChoice>(training: C, engine: EngineChoice): Promise<C> {
    const { secondEngine: _, ...rest } = training;
    return { ...(rest as C), ...(await this.choose(engine, engineConfig(training))) };
  }

  /**
   * The engines that a setting selects for a training: one, or both for comparison. `auto` selects the built-in engine if it supports
   * the training, else TensorFlow if it is set up.
   * @throws UnsupportedError if the chosen engine cannot train this, or no available engine can
   */
  async choose(choice: EngineChoice, config: EngineConfig): Promise<{ engine: EngineName; secondEngine?: EngineName }> {
    if (choice === 'auto') return { engine: await this.#firstSupported(config) };
    const chosen = choice === 'both' ? (['wasm', 'tensorflow'] as const) : ([choice] as const);
    for (const name of chosen) requireSupported(name, config);
    const [engine, secondEngine] = chosen;
    return secondEngine ? { engine, secondEngine } : { engine };
  }

  async #firstSupported(config: EngineConfig): Promise<EngineName> {
    const refusals: UnsupportedError[] = [];
    for (const name of ['wasm', 'tensorflow'] as const) {
      try {
        requireSupported(name, config);
        if (name === 'wasm' || (await this.#isTensorflowThere())) return name;
      } catch (error) {
        if (!(error instanceof UnsupportedError)) throw error;
        refusals.push(error);
      }
    }
    const [first, second] = refusals;
    throw second
      ? first
      : new UnsupportedError(l10n.t('{0} The TensorFlow engine can train it, but it is not set up.', first.message));
  }

  #isTensorflowThere(): Promise<boolean> {
    return findTensorflow(this.options.tensorflowFolder).then(
      () => true,
      () => false,
    );
  }
}
