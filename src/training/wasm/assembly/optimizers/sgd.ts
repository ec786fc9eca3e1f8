import { Model } from '../descriptors';
import { withDecay } from './weightDecay';

/** Gradient descent, for the parameters in bytes [from, to) of their region: g ← g + λ w, w ← w − η g. */
export function sgd(model: Model, from: u32, to: u32, rate: f32, weightDecay: f32): void {
  const eta = f32x4.splat(rate);
  const decay = f32x4.splat(weightDecay);
  let at = from;
  do {
    const w = v128.load(model.parameters + at);
    const step = f32x4.mul(eta, withDecay(v128.load(model.gradients + at), w, decay));
    v128.store(model.parameters + at, f32x4.sub(w, step));
    at += 16;
  } while (at < to);
}
