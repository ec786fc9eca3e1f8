import { Model } from '../descriptors';

/** L2 weight decay: g + λ w, the gradient of loss + λ/2 w². */
export function withDecay(gradient: v128, weight: v128, decay: v128): v128 {
  return f32x4.add(gradient, f32x4.mul(decay, weight));
}

/**
 * Decoupled weight decay (Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization"; its rate η λ as in PyTorch):
 * w ← (1 − η λ) w, separately from the gradient, for the parameters in bytes [from, to) of their region.
 */
export function shrink(model: Model, from: u32, to: u32, rate: f64, weightDecay: f64): void {
  if (weightDecay == 0) return;
  const factor = f32x4.splat(<f32>(1 - rate * weightDecay));
  let at = from;
  do {
    v128.store(model.parameters + at, f32x4.mul(factor, v128.load(model.parameters + at)));
    at += 16;
  } while (at < to);
}
