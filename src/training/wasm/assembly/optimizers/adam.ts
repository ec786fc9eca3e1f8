import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/**
 * Adam at step t from 1 (Kingma & Ba 2015, algorithm 1, with epsilon where PyTorch has it), for the parameters in bytes
 * [from, to) of their region:
 *
 *   g ← g + λ w      m ← β1 m + (1 − β1) g      v ← β2 v + (1 − β2) g²
 *   w ← w − η / (1 − β1ᵗ) · m / (√v / √(1 − β2ᵗ) + ε)
 */
export function adam(
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
  // V8 would otherwise read the fields again for every vector.
  const parameters = model.parameters;
  const gradients = model.gradients;
  const firstMoments = model.firstMoments;
  const secondMoments = model.secondMoments;
  const decay = f32x4.splat(<f32>weightDecay);
  const decayM = f32x4.splat(<f32>beta1);
  const gainM = f32x4.splat(<f32>(1 - beta1));
  const decayV = f32x4.splat(<f32>beta2);
  const gainV = f32x4.splat(<f32>(1 - beta2));
  const stepSize = f32x4.splat(<f32>(rate / (1 - Math.pow(beta1, t))));
  const scale = f32x4.splat(<f32>(1 / Math.sqrt(1 - Math.pow(beta2, t))));
  const eps = f32x4.splat(<f32>epsilon);
  // A do loop, because the V8 of Node 20 moves loop invariants only out of loops whose body always runs.
  let at = from;
  do {
    const w = v128.load(parameters + at);
    const g = withDecay(v128.load(gradients + at), w, decay);
    const m = flushTiny(f32x4.add(f32x4.mul(decayM, v128.load(firstMoments + at)), f32x4.mul(gainM, g)));
    const v = flushTiny(f32x4.add(f32x4.mul(decayV, v128.load(secondMoments + at)), f32x4.mul(gainV, f32x4.mul(g, g))));
    v128.store(firstMoments + at, m);
    v128.store(secondMoments + at, v);
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), scale), eps);
    const step = f32x4.div(f32x4.mul(stepSize, m), denominator);
    v128.store(parameters + at, f32x4.sub(w, step));
    at += 16;
  } while (at < to);
}
