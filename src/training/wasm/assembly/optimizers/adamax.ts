import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/**
 * Adamax at step t from 1 (Kingma & Ba 2015, algorithm 2, with PyTorch's epsilon), for the parameters in bytes [from, to) of their
 * region. The decaying maximum u is in the second moments.
 *
 *   g ← g + λ w      m ← β1 m + (1 − β1) g      u ← max(β2 u, |g| + ε)      w ← w − η / (1 − β1ᵗ) · m / u
 */
export function adamax(
  model: Model,
  from: u32,
  to: u32,
  rate: f64,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  weightDecay: f64,
  t: f64,
): void {
  const decay = f32x4.splat(<f32>weightDecay);
  const decayM = f32x4.splat(<f32>beta1);
  const gainM = f32x4.splat(<f32>(1 - beta1));
  const decayU = f32x4.splat(<f32>beta2);
  const size = f32x4.splat(<f32>(rate / (1 - Math.pow(beta1, t))));
  const eps = f32x4.splat(<f32>epsilon);
  let at = from;
  do {
    const w = v128.load(model.parameters + at);
    const g = withDecay(v128.load(model.gradients + at), w, decay);
    const m = flushTiny(f32x4.add(f32x4.mul(decayM, v128.load(model.firstMoments + at)), f32x4.mul(gainM, g)));
    const u = f32x4.pmax(f32x4.mul(decayU, v128.load(model.secondMoments + at)), f32x4.add(f32x4.abs(g), eps));
    v128.store(model.firstMoments + at, m);
    v128.store(model.secondMoments + at, u);
    const step = f32x4.div(f32x4.mul(size, m), u);
    v128.store(model.parameters + at, f32x4.sub(w, step));
    at += 16;
  } while (at < to);
}
