import { layerNames } from '../../domain/layers.ts';
import type { Measure } from '../../domain/measure.ts';
import type { Network } from '../../domain/network.ts';
import type { EngineConfig, StepMeasurements } from '../engine.ts';
import type { Kernels } from './kernels.ts';
import type { MemoryLayout } from './memoryLayout.ts';
import { parameterUpdate, type ParameterUpdate } from './parameterUpdate.ts';

/** A layer's parameters: bytes [from, to) of their piece. */
interface LayerRange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What PyTorch adds to the norm that it divides by (torch.nn.utils.clip_grad_norm_). */
const CLIP_EPSILON = 1e-6;

/** What follows the gradients in a training step: the optimizer's update, and the measurements and the clipping that were asked for. */
export class ParameterStep {
  readonly #layers: readonly LayerRange[];
  /** What the optimizer updates in one go, with the factor of its rate. */
  readonly #updates: readonly { readonly from: number; readonly to: number; readonly factor: number }[];
  readonly #update: ParameterUpdate;
  /** Whether nothing but the update was asked for. */
  readonly #isPlain: boolean;
  #measurements: StepMeasurements = {};

  constructor(
    private readonly config: EngineConfig,
    private readonly kernels: Kernels,
    private readonly layout: MemoryLayout,
  ) {
    this.#layers = layerRanges(config.network, layout);
    this.#update = parameterUpdate(config.optimizer, kernels, layout.model);
    const { rateFactors, measures = [], clip } = config;
    this.#isPlain = measures.length === 0 && clip === undefined;
    this.#updates = rateFactors
      ? this.#layers
          .map(({ name, from, to }) => ({ from, to, factor: rateFactors[name] ?? 1 }))
          .filter(({ factor }) => factor !== 0)
      : [{ from: 0, to: layout.parameters.bytes, factor: 1 }];
  }

  /** Of the newest step. */
  get measurements(): StepMeasurements {
    return this.#measurements;
  }

  /** Updates the parameters by the gradients of a batch of `count` images, at step t from 1. */
  take(learningRate: number, t: number, count: number): void {
    if (this.#isPlain) {
      this.#updateLayers(learningRate, t);
      return;
    }
    const { measures = [], clip } = this.config;
    const asks = (measure: Measure): boolean => measures.includes(measure);
    const dead = asks('dead-share') ? this.#deadShare(count) : {};
    const gradient = asks('gradient-norm') || clip !== undefined ? this.#gradientNorms() : null;
    if (gradient && clip !== undefined) this.#clip(gradient.overall, clip);
    if (asks('update-ratio')) this.#keepParameters();
    this.#updateLayers(learningRate, t);
    const update = asks('update-ratio') ? this.#updateRatio() : {};
    if (measures.length === 0) return;
    const norm = gradient && asks('gradient-norm') ? named('gradientNorm', gradient.overall, gradient.layers) : {};
    this.#measurements = { ...norm, ...update, ...dead, extra: { ...norm.extra, ...update.extra, ...dead.extra } };
  }

  #updateLayers(learningRate: number, t: number): void {
    for (const { from, to, factor } of this.#updates) this.#update(from, to, factor * learningRate, t);
  }

  #gradientNorms(): { overall: number; layers: Map<string, number> } {
    const { gradientPiece } = this.layout;
    const squares = this.#layers.map(({ from, to }) =>
      this.kernels.sumOfSquares(gradientPiece + from, gradientPiece + to),
    );
    return {
      overall: Math.sqrt(total(squares)),
      layers: new Map(this.#layers.map(({ name }, index) => [name, Math.sqrt(squares[index])])),
    };
  }

  /** g ← g · min(1, most / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_ does; a norm of NaN makes every gradient NaN. */
  #clip(norm: number, most: number): void {
    const factor = Math.min(1, most / (norm + CLIP_EPSILON));
    const { gradientPiece, parameters } = this.layout;
    if (factor !== 1) this.kernels.scale(gradientPiece, gradientPiece + parameters.bytes, factor);
  }

  #keepParameters(): void {
    const { parameterPiece, parameters, previousPiece } = this.layout;
    new Uint8Array(this.kernels.memory.buffer).copyWithin(
      previousPiece,
      parameterPiece,
      parameterPiece + parameters.bytes,
    );
  }

  #updateRatio(): StepMeasurements {
    const { parameterPiece, previousPiece } = this.layout;
    const { kernels } = this;
    const moved = this.#layers.map(({ from, to }) =>
      kernels.sumOfSquaredDifferences(parameterPiece + from, parameterPiece + to, previousPiece + from),
    );
    const sizes = this.#layers.map(({ from, to }) => kernels.sumOfSquares(previousPiece + from, previousPiece + to));
    const layers = this.#layers.map(({ name }, index) => [name, ratioOfRoots(moved[index], sizes[index])] as const);
    return named('updateRatio', ratioOfRoots(total(moved), total(sizes)), new Map(layers));
  }

  /** Nothing for a network without ReLU. */
  #deadShare(count: number): StepMeasurements {
    const { kernels } = this;
    const { model } = this.layout;
    const { blocks, hidden } = this.config.network;
    const units = [...blocks.map(({ channels }) => channels), ...hidden];
    if (units.length === 0) return {};
    const dead = [
      ...blocks.map((_, index) => kernels.deadChannels(model, index, count)),
      ...hidden.map((_, index) => kernels.deadUnits(model, index, count)),
    ];
    const layers = units.map((size, index) => [this.#layers[index].name, dead[index] / size] as const);
    return named('deadShare', total(dead) / total(units), new Map(layers));
  }
}

/** A measurement of the whole network under its name, and that of each layer under the name and the layer's. */
function named(
  name: 'gradientNorm' | 'updateRatio' | 'deadShare',
  overall: number,
  layers: ReadonlyMap<string, number>,
): StepMeasurements {
  return {
    [name]: overall,
    extra: Object.fromEntries([...layers].map(([layer, value]) => [`${name}.${layer}`, value])),
  };
}

/** √part / √whole; 0 where nothing moved, even where there is nothing that could. */
function ratioOfRoots(part: number, whole: number): number {
  return part === 0 ? 0 : Math.sqrt(part) / Math.sqrt(whole);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function layerRanges(network: Network, { parameters, parameterPiece }: MemoryLayout): LayerRange[] {
  const starts = [...parameters.layers.map(({ weights }) => weights - parameterPiece), parameters.bytes];
  return layerNames(network).map((name, index) => ({ name, from: starts[index], to: starts[index + 1] }));
}
