import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/**
 * Nesterov's momentum (Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning", in PyTorch's
 * form: the weights are those at which the gradient is computed), for the parameters in bytes [from, to) of their region. The
 * velocity v is in the first moments.
 *
 *   g ← g + λ w      v ← μ v + g      w ← w − η (g + μ v)
 */
export function nesterov(model: Model, from: u32, to: u32, rate: f32, momentum: f32, weightDecay: f32): void {
  const eta = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  const decay = f32x4.splat(weightDecay);
  let at = from;
  do {
    const w = v128.load(model.parameters + at);
    const g = withDecay(v128.load(model.gradients + at), w, decay);
    const velocity = flushTiny(f32x4.add(f32x4.mul(mu, v128.load(model.firstMoments + at)), g));
    v128.store(model.firstMoments + at, velocity);
    const step = f32x4.mul(eta, f32x4.add(g, f32x4.mul(mu, velocity)));
    v128.store(model.parameters + at, f32x4.sub(w, step));
    at += 16;
  } while (at < to);
}
