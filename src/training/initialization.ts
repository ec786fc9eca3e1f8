import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { sizeOf } from '../domain/network.ts';
import type { ParameterTensor } from '../domain/network.ts';

/**
 * PyTorch's default initial values of convolution and dense layers, weights and biases alike: uniform in
 * ±1 / sqrt(fan-in) (torch.nn.Linear.reset_parameters: Kaiming-uniform with a = sqrt(5)).
 */
export function initialValues(tensor: ParameterTensor, random: RandomGenerator): Float32Array {
  const bound = 1 / Math.sqrt(tensor.fanIn);
  return Float32Array.from({ length: sizeOf(tensor.shape) }, () => (2 * uniformFloat32(random) - 1) * bound);
}

/** Shuffles the entries in place (Fisher & Yates). */
export function shuffle(order: Uint32Array, random: RandomGenerator): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    const entry = order[other];
    order[other] = order[last];
    order[last] = entry;
  }
}
