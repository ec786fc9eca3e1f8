import { layerNames } from '../../domain/layers.ts';
import type { Measure } from '../../domain/measure.ts';
import type { Network } from '../../domain/network.ts';
import type { EngineConfig, StepMeasurements } from '../engine.ts';
import type { Kernels } from './kernels.ts';
import type { MemoryLayout } from './memoryLayout.ts';
import { parameterUpdate, type ParameterUpdate } from './parameterUpdate.ts';

/** A layer's parameters: bytes [from, to) of their region. */
interface LayerRange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What PyTorch adds to the norm before it divides by it (torch.nn.utils.clip_grad_norm_). */
const CLIP_EPSILON = 1e-6;

/** The part of a training step after the gradients: clipping and measurements, if requested, and the optimizer's update. */
export class ParameterStep {
  readonly #layers: readonly LayerRange[];
  /** Ranges that the optimizer updates with one call, and the factors of their rates. */
  readonly #updates: readonly { readonly from: number; readonly to: number; readonly factor: number }[];
  readonly #update: ParameterUpdate;
  /** Whether neither clipping nor measurements are requested. */
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

  /** The measurements of the newest step. */
  get measurements(): StepMeasurements {
    return this.#measurements;
  }

  /** Updates the parameters with the gradients of a batch of `count` images, at step t, from 1. */
  apply(learningRate: number, t: number, count: number): void {
    if (this.#isPlain) {
      this.#updateLayers(learningRate, t);
      return;
    }
    const { measures = [], clip } = this.config;
    const isMeasured = (measure: Measure): boolean => measures.includes(measure);
    const dead = isMeasured('dead-share') ? this.#deadShare(count) : {};
    const gradient = isMeasured('gradient-norm') || clip !== undefined ? this.#gradientNorms() : null;
    if (gradient && clip !== undefined) this.#clip(gradient.overall, clip);
    if (isMeasured('update-ratio')) this.#copyParameters();
    this.#updateLayers(learningRate, t);
    const update = isMeasured('update-ratio') ? this.#updateRatio() : {};
    if (measures.length === 0) return;
    const norm =
      gradient && isMeasured('gradient-norm') ? measurement('gradientNorm', gradient.overall, gradient.layers) : {};
    this.#measurements = { ...norm, ...update, ...dead, extra: { ...norm.extra, ...update.extra, ...dead.extra } };
  }

  #updateLayers(learningRate: number, t: number): void {
    for (const { from, to, factor } of this.#updates) this.#update(from, to, factor * learningRate, t);
  }

  #gradientNorms(): { overall: number; layers: Map<string, number> } {
    const { gradientRegion } = this.layout;
    const squares = this.#layers.map(({ from, to }) =>
      this.kernels.sumOfSquares(gradientRegion + from, gradientRegion + to),
    );
    return {
      overall: Math.sqrt(total(squares)),
      layers: new Map(this.#layers.map(({ name }, index) => [name, Math.sqrt(squares[index])])),
    };
  }

  /** g ← g · min(1, limit / (norm + 1e-6)), like torch.nn.utils.clip_grad_norm_; a norm of NaN makes all gradients NaN. */
  #clip(norm: number, limit: number): void {
    const factor = Math.min(1, limit / (norm + CLIP_EPSILON));
    const { gradientRegion, parameters } = this.layout;
    if (factor !== 1) this.kernels.scale(gradientRegion, gradientRegion + parameters.bytes, factor);
  }

  #copyParameters(): void {
    const { parameterRegion, parameters, previousRegion } = this.layout;
    new Uint8Array(this.kernels.memory.buffer).copyWithin(
      previousRegion,
      parameterRegion,
      parameterRegion + parameters.bytes,
    );
  }

  #updateRatio(): StepMeasurements {
    const { parameterRegion, previousRegion } = this.layout;
    const { kernels } = this;
    const moved = this.#layers.map(({ from, to }) =>
      kernels.sumOfSquaredDifferences(parameterRegion + from, parameterRegion + to, previousRegion + from),
    );
    const sizes = this.#layers.map(({ from, to }) => kernels.sumOfSquares(previousRegion + from, previousRegion + to));
    const layers = this.#layers.map(({ name }, index) => [name, ratioOfRoots(moved[index], sizes[index])] as const);
    return measurement('updateRatio', ratioOfRoots(total(moved), total(sizes)), new Map(layers));
  }

  /** Empty for a network without ReLU. */
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
    return measurement('deadShare', total(dead) / total(units), new Map(layers));
  }
}

/** A measurement of the whole network and of each layer. */
function measurement(
  name: 'gradientNorm' | 'updateRatio' | 'deadShare',
  overall: number,
  layers: ReadonlyMap<string, number>,
): StepMeasurements {
  return {
    [name]: overall,
    extra: Object.fromEntries([...layers].map(([layer, value]) => [`${name}.${layer}`, value])),
  };
}

/** √part / √whole; 0 if part is 0, even if whole is 0, too. */
function ratioOfRoots(part: number, whole: number): number {
  return part === 0 ? 0 : Math.sqrt(part) / Math.sqrt(whole);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function layerRanges(network: Network, { parameters, parameterRegion }: MemoryLayout): LayerRange[] {
  const starts = [...parameters.layers.map(({ weights }) => weights - parameterRegion), parameters.bytes];
  return layerNames(network).map((name, index) => ({ name, from: starts[index], to: starts[index + 1] }));
}
