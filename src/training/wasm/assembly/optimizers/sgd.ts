import { Model } from '../descriptors';

/** Gradient descent: w ← w − η g, for the parameters in bytes [from, to) of their piece. */
export function sgd(model: Model, from: u32, to: u32, rate: f32): void {
  const eta = f32x4.splat(rate);
  for (let at = from; at < to; at += 16) {
    const step = f32x4.mul(eta, v128.load(model.gradients + at));
    v128.store(model.parameters + at, f32x4.sub(v128.load(model.parameters + at), step));
  }
}
