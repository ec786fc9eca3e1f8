import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/** PyTorch and Dozat's paper raise this to the power of t ψ. */
const MOMENTUM_BASE = 0.96;
/** Subtracting less than this from 1 has no effect in f64. */
const NEGLIGIBLE = 1e-17;

/**
 * NAdam at step t from 1 (Dozat 2016, "Incorporating Nesterov Momentum into Adam", in PyTorch's form), for the parameters in bytes
 * [from, to) of their region:
 *
 *   g ← g + λ w      m ← β1 m + (1 − β1) g      v ← β2 v + (1 − β2) g²
 *   μᵢ = β1 (1 − ½ · 0.96^(i ψ)), Πᵢ = μ₁ … μᵢ
 *   w ← w − η ((1 − μₜ) / (1 − Πₜ) · g + μₜ₊₁ / (1 − Πₜ₊₁) · m) / (√v / √(1 − β2ᵗ) + ε)
 *
 * @param momentumDecay ψ
 */
export function nadam(
  model: Model,
  from: u32,
  to: u32,
  rate: f64,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  momentumDecay: f64,
  weightDecay: f64,
  t: f64,
): void {
  const mu = momentumAt(t, beta1, momentumDecay);
  const next = momentumAt(t + 1, beta1, momentumDecay);
  const product = momentumProduct(t, beta1, momentumDecay);
  const decay = f32x4.splat(<f32>weightDecay);
  const decayM = f32x4.splat(<f32>beta1);
  const gainM = f32x4.splat(<f32>(1 - beta1));
  const decayV = f32x4.splat(<f32>beta2);
  const gainV = f32x4.splat(<f32>(1 - beta2));
  const rateG = f32x4.splat(<f32>((rate * (1 - mu)) / (1 - product)));
  const rateM = f32x4.splat(<f32>((rate * next) / (1 - product * next)));
  const scale = f32x4.splat(<f32>(1 / Math.sqrt(1 - Math.pow(beta2, t))));
  const eps = f32x4.splat(<f32>epsilon);
  let at = from;
  do {
    const w = v128.load(model.parameters + at);
    const g = withDecay(v128.load(model.gradients + at), w, decay);
    const m = flushTiny(f32x4.add(f32x4.mul(decayM, v128.load(model.firstMoments + at)), f32x4.mul(gainM, g)));
    const v = flushTiny(
      f32x4.add(f32x4.mul(decayV, v128.load(model.secondMoments + at)), f32x4.mul(gainV, f32x4.mul(g, g))),
    );
    v128.store(model.firstMoments + at, m);
    v128.store(model.secondMoments + at, v);
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), scale), eps);
    const step = f32x4.div(f32x4.add(f32x4.mul(rateG, g), f32x4.mul(rateM, m)), denominator);
    v128.store(model.parameters + at, f32x4.sub(w, step));
    at += 16;
  } while (at < to);
}

/** μᵢ */
function momentumAt(i: f64, beta1: f64, momentumDecay: f64): f64 {
  return beta1 * (1 - 0.5 * Math.pow(MOMENTUM_BASE, i * momentumDecay));
}

/** Πₜ, computed from the step alone, so that it needs no state; it becomes 0 within some dozen factors unless ψ is large. */
function momentumProduct(t: f64, beta1: f64, momentumDecay: f64): f64 {
  const ratio = Math.pow(MOMENTUM_BASE, momentumDecay);
  let power = 1.0;
  let product = 1.0;
  for (let i = 0.0; i < t && product > NEGLIGIBLE; i++) {
    power *= ratio;
    product *= beta1 * (1 - 0.5 * power);
  }
  return product;
}
