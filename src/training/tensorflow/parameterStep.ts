import { layerNames } from '../../domain/layers.ts';
import type { EngineConfig, StepMeasurements } from '../engine.ts';
import type { Tensor, Tensorflow } from './load.ts';
import type { UpdateRule } from './updateRules.ts';

/** The tensors of an engine in the order of its parameters. A step replaces them. */
export interface Tensors {
  readonly weights: Tensor[];
  readonly gradients: Tensor[];
  /** By parameter tensor, then by moment. */
  readonly moments: Tensor[][];
}

/** What PyTorch adds to the norm before it divides by it (torch.nn.utils.clip_grad_norm_). */
const CLIP_EPSILON = 1e-6;

/** The part of a training step after the gradients: clipping and measurements, if requested, and the optimizer's update. */
export class ParameterStep {
  readonly #layers: readonly string[];

  constructor(
    private readonly tf: Tensorflow,
    private readonly config: EngineConfig,
    private readonly rule: UpdateRule,
    private readonly tensors: Tensors,
  ) {
    this.#layers = layerNames(config.network);
  }

  /**
   * Updates the weights at step t, from 1.
   * @returns the norm of the gradient before clipping and the update ratio, if requested
   */
  apply(learningRate: number, t: number): StepMeasurements {
    const { measures = [], clip } = this.config;
    const norms =
      measures.includes('gradient-norm') || clip !== undefined
        ? this.#squaresOf(this.tensors.gradients).map(Math.sqrt)
        : null;
    if (norms && clip !== undefined) this.#clip(Math.hypot(...norms), clip);
    const ratios = this.#update(learningRate, t, measures.includes('update-ratio'));
    return merge(
      norms && measures.includes('gradient-norm') ? this.#measurement('gradientNorm', norms, Math.hypot(...norms)) : {},
      ratios,
    );
  }

  /** g ← g · min(1, limit / (norm + 1e-6)), like torch.nn.utils.clip_grad_norm_. */
  #clip(norm: number, limit: number): void {
    const factor = Math.min(1, limit / (norm + CLIP_EPSILON));
    if (factor === 1) return;
    const { gradients } = this.tensors;
    gradients.forEach((gradient, index) => {
      gradients[index] = this.tf.tidy(() => gradient.mul(factor));
      gradient.dispose();
    });
  }

  #update(learningRate: number, t: number, isMeasured: boolean): StepMeasurements {
    const { weights, gradients, moments } = this.tensors;
    const { rateFactors = {}, optimizer } = this.config;
    const before = [...weights];
    weights.forEach((weight, index) => {
      const factor = rateFactors[this.#layers[Math.floor(index / 2)]] ?? 1;
      if (factor === 0) return;
      const updated = this.tf.tidy(() => {
        const gradient = optimizer.weightDecay
          ? gradients[index].add(weight.mul(optimizer.weightDecay))
          : gradients[index];
        return this.rule.apply({ weight, gradient, moments: moments[index], rate: factor * learningRate, step: t });
      });
      this.tf.dispose(moments[index]);
      weights[index] = updated.weight;
      moments[index] = updated.moments;
    });
    const ratios = isMeasured ? this.#updateRatio(before) : {};
    before.forEach((weight, index) => {
      if (weight !== weights[index]) weight.dispose();
    });
    return ratios;
  }

  #updateRatio(before: readonly Tensor[]): StepMeasurements {
    const moves = this.tf.tidy(() => before.map((weight, index) => this.tensors.weights[index].sub(weight)));
    const [moved, sizes] = [this.#squaresOf(moves), this.#squaresOf(before)];
    this.tf.dispose(moves);
    const ratio = (part: number, whole: number): number => (part === 0 ? 0 : Math.sqrt(part / whole));
    return this.#measurement(
      'updateRatio',
      moved.map((part, layer) => ratio(part, sizes[layer])),
      ratio(total(moved), total(sizes)),
    );
  }

  /** The sum of squares of each layer's weights and biases. */
  #squaresOf(tensors: readonly Tensor[]): number[] {
    return this.#layers.map((_, layer) => {
      const sum = this.tf.tidy(() =>
        tensors[2 * layer]
          .square()
          .sum()
          .add(tensors[2 * layer + 1].square().sum()),
      );
      const [squares] = sum.dataSync();
      sum.dispose();
      return squares;
    });
  }

  #measurement(name: 'gradientNorm' | 'updateRatio', layers: readonly number[], overall: number): StepMeasurements {
    return {
      [name]: overall,
      extra: Object.fromEntries(layers.map((value, layer) => [`${name}.${this.#layers[layer]}`, value])),
    };
  }
}

/** Merges two measurements. */
export function merge(a: StepMeasurements, b: StepMeasurements): StepMeasurements {
  const extra = { ...a.extra, ...b.extra };
  return { ...a, ...b, ...(Object.keys(extra).length > 0 ? { extra } : {}) };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
