import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';

/** Momentum: v ← μ v + g, w ← w − η v, for the parameters in bytes [from, to) of their piece. The velocity v lies in the first moments. */
export function momentum(model: Model, from: u32, to: u32, rate: f32, momentum: f32): void {
  const eta = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  for (let at = from; at < to; at += 16) {
    const kept = f32x4.mul(mu, v128.load(model.firstMoments + at));
    const velocity = flushTiny(f32x4.add(kept, v128.load(model.gradients + at)));
    v128.store(model.firstMoments + at, velocity);
    v128.store(model.parameters + at, f32x4.sub(v128.load(model.parameters + at), f32x4.mul(eta, velocity)));
  }
}
