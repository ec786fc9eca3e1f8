import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/**
 * Adagrad at step t from 1 (Duchi, Hazan & Singer 2011, in PyTorch's form), for the parameters in bytes [from, to) of their region.
 * The sum s, without its initial value s₀, is in the second moments.
 *
 *   g ← g + λ w      s ← s + g²      w ← w − η / (1 + (t − 1) δ) · g / (√(s₀ + s) + ε)
 */
export function adagrad(
  model: Model,
  from: u32,
  to: u32,
  rate: f64,
  epsilon: f64,
  rateDecay: f64,
  initialAccumulator: f64,
  weightDecay: f64,
  t: f64,
): void {
  const eta = f32x4.splat(<f32>(rate / (1 + (t - 1) * rateDecay)));
  const decay = f32x4.splat(<f32>weightDecay);
  const initial = f32x4.splat(<f32>initialAccumulator);
  const eps = f32x4.splat(<f32>epsilon);
  let at = from;
  do {
    const w = v128.load(model.parameters + at);
    const g = withDecay(v128.load(model.gradients + at), w, decay);
    const sum = flushTiny(f32x4.add(v128.load(model.secondMoments + at), f32x4.mul(g, g)));
    v128.store(model.secondMoments + at, sum);
    const denominator = f32x4.add(f32x4.sqrt(f32x4.add(initial, sum)), eps);
    const step = f32x4.div(f32x4.mul(eta, g), denominator);
    v128.store(model.parameters + at, f32x4.sub(w, step));
    at += 16;
  } while (at < to);
}
