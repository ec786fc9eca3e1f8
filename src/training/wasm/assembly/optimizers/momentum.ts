import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/**
 * Momentum (Polyak 1964, in PyTorch's form: the rate is outside the velocity), for the parameters in bytes [from, to) of their
 * region. The velocity v is in the first moments.
 *
 *   g ← g + λ w      v ← μ v + g      w ← w − η v
 */
export function momentum(model: Model, from: u32, to: u32, rate: f32, momentum: f32, weightDecay: f32): void {
  const eta = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  const decay = f32x4.splat(weightDecay);
  let at = from;
  do {
    const kept = f32x4.mul(mu, v128.load(model.firstMoments + at));
    const w = v128.load(model.parameters + at);
    const velocity = flushTiny(f32x4.add(kept, withDecay(v128.load(model.gradients + at), w, decay)));
    v128.store(model.firstMoments + at, velocity);
    v128.store(model.parameters + at, f32x4.sub(w, f32x4.mul(eta, velocity)));
    at += 16;
  } while (at < to);
}
