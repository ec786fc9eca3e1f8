import { mersenne } from 'pure-rand/generator/mersenne';
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { EDGE_METRICS, edgeLimit } from '../domain/edge.ts';
import type { EdgeOptimizer } from '../domain/edge.ts';
import type { Network } from '../domain/network.ts';
import type { Sample } from '../domain/sample.ts';
import { largestEigenvalue } from './curvature.ts';
import type { Engine } from './engine.ts';
import { Hessian } from './hessian.ts';

/** The seed of the vector that each iteration starts from: the same for all, so that a run that is continued measures the same. */
const START_SEED = 1;

/** What is measured. */
export interface EdgeSettings {
  readonly network: Network;
  readonly optimizer: EdgeOptimizer;
  /** The first so many training images. */
  readonly images: number;
}

/**
 * Measures the edge of stability at the present state of a training: the largest eigenvalue of the Hessian of the mean loss of some
 * images, by power iteration. For an optimizer that divides by the size of the gradients it is that of P⁻¹H, as Cohen et al. 2022
 * define P; weight decay belongs to the loss unless it is decoupled. The training is left as it is.
 * @param step steps done
 * @param rate the learning rate of the next step
 * @param onImage called after each image, to yield to the event loop; what it throws ends the measurement
 * @param onRound called before each round of the iteration with how many are done
 */
export async function measureEdge(
  engine: Engine,
  { network, optimizer, images }: EdgeSettings,
  step: number,
  rate: number,
  onImage: () => Promise<void>,
  onRound: (done: number) => void = () => undefined,
): Promise<Sample> {
  const { weights, moments, steps } = engine.saveState();
  const pixels = network.input[0] * network.input[1] * network.input[2];
  const hessian = new Hessian(
    network,
    flatten(weights),
    engine.images('train').subarray(0, images * pixels),
    engine.labels('train').subarray(0, images),
  );
  const roots = rootsOfPreconditioner(optimizer, weights, moments, steps);
  const decay = optimizer.name === 'adamw' ? 0 : (optimizer.weightDecay ?? 0);
  const random = mersenne(START_SEED);
  let rounds = 0;
  const eigenvalue = await largestEigenvalue(
    async (vector) => {
      onRound(rounds++);
      const direction = divide(vector, roots);
      const product = await hessian.times(direction, onImage);
      return divide(product, roots, (index) => decay * direction[index]);
    },
    roots.map(() => 2 * uniformFloat32(random) - 1),
  );
  return {
    step,
    extra: {
      [EDGE_METRICS.eigenvalue]: eigenvalue,
      [EDGE_METRICS.limit]: edgeLimit(optimizer, eigenvalue),
      [EDGE_METRICS.rate]: rate,
    },
  };
}

/**
 * The square roots of the diagonal of P: all 1 for gradient descent, with or without momentum. For Adam after t steps
 * P = (1 − β₁ᵗ) (√(v / (1 − β₂ᵗ)) + ε), so that a step is the rate times the average gradient divided by P; for RMSProp √v + ε.
 */
function rootsOfPreconditioner(
  optimizer: EdgeOptimizer,
  weights: readonly Float32Array[],
  moments: readonly (readonly Float32Array[])[],
  steps: number,
): Float64Array {
  switch (optimizer.name) {
    case 'sgd':
    case 'momentum':
    case 'nesterov':
      return flatten(weights).fill(1);
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, epsilon } = optimizer;
      return flatten(moments[1]).map((square) =>
        Math.sqrt((1 - beta1 ** steps) * (Math.sqrt(square / (1 - beta2 ** steps)) + epsilon)),
      );
    }
    case 'rmsprop':
      return flatten(moments[1]).map((square) => Math.sqrt(Math.sqrt(square) + optimizer.epsilon));
  }
}

function flatten(tensors: readonly Float32Array[]): Float64Array {
  return Float64Array.from(tensors.flatMap((tensor) => [...tensor]));
}

function divide(vector: Float64Array, divisor: Float64Array, added: (index: number) => number = () => 0): Float64Array {
  return vector.map((value, index) => (value + added(index)) / divisor[index]);
}
