import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/** With fewer effective terms in the average v than this, PyTorch uses m alone (the paper has 4). */
const LEAST_TERMS = 5;

/**
 * RAdam at step t from 1 (Liu et al. 2020, "On the Variance of the Adaptive Learning Rate and Beyond", in PyTorch's form), for the
 * parameters in bytes [from, to) of their region:
 *
 *   g ← g + λ w      m ← β1 m + (1 − β1) g      v ← β2 v + (1 − β2) g²
 *   ρ∞ = 2 / (1 − β2) − 1      ρ = ρ∞ − 2 t β2ᵗ / (1 − β2ᵗ)
 *   if ρ > 5:   r = √((ρ − 4) (ρ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρ))
 *               w ← w − η r √(1 − β2ᵗ) / (1 − β1ᵗ) · m / (√v + ε)
 *   otherwise:  w ← w − η / (1 − β1ᵗ) · m
 */
export function radam(
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
  const power = Math.pow(beta2, t);
  const longest = 2 / (1 - beta2) - 1;
  const terms = longest - (2 * t * power) / (1 - power);
  const rectified = terms > LEAST_TERMS;
  const rectification = Math.sqrt(((terms - 4) * (terms - 2) * longest) / ((longest - 4) * (longest - 2) * terms));
  const corrected = rate / (1 - Math.pow(beta1, t));
  const decay = f32x4.splat(<f32>weightDecay);
  const decayM = f32x4.splat(<f32>beta1);
  const gainM = f32x4.splat(<f32>(1 - beta1));
  const decayV = f32x4.splat(<f32>beta2);
  const gainV = f32x4.splat(<f32>(1 - beta2));
  const size = f32x4.splat(<f32>(rectified ? corrected * rectification * Math.sqrt(1 - power) : corrected));
  // The denominator is √v + ε, or 1.
  const rootShare = f32x4.splat(rectified ? 1 : 0);
  const offset = f32x4.splat(<f32>(rectified ? epsilon : 1));
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
    const denominator = f32x4.add(f32x4.mul(rootShare, f32x4.sqrt(v)), offset);
    const step = f32x4.div(f32x4.mul(size, m), denominator);
    v128.store(model.parameters + at, f32x4.sub(w, step));
    at += 16;
  } while (at < to);
}
