import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/**
 * Adam at step t from 1 (Kingma & Ba 2015, algorithm 1, with epsilon where PyTorch has it), for the parameters in bytes
 * [from, to) of their piece:
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
  // The fields are read once: V8 would read them anew for every vector.
  const parameters = model.parameters;
  const gradients = model.gradients;
  const firstMoments = model.firstMoments;
  const secondMoments = model.secondMoments;
  const decay = f32x4.splat(<f32>weightDecay);
  const keepM = f32x4.splat(<f32>beta1);
  const takeM = f32x4.splat(<f32>(1 - beta1));
  const keepV = f32x4.splat(<f32>beta2);
  const takeV = f32x4.splat(<f32>(1 - beta2));
  const size = f32x4.splat(<f32>(rate / (1 - Math.pow(beta1, t))));
  const scale = f32x4.splat(<f32>(1 / Math.sqrt(1 - Math.pow(beta2, t))));
  const eps = f32x4.splat(<f32>epsilon);
  // The loop asks at its end, so that its body is sure to run: Node 20's V8 moves what is the same for all vectors out of such
  // loops alone.
  let at = from;
  do {
    const w = v128.load(parameters + at);
    const g = withDecay(v128.load(gradients + at), w, decay);
    const m = flushTiny(f32x4.add(f32x4.mul(keepM, v128.load(firstMoments + at)), f32x4.mul(takeM, g)));
    const v = flushTiny(f32x4.add(f32x4.mul(keepV, v128.load(secondMoments + at)), f32x4.mul(takeV, f32x4.mul(g, g))));
    v128.store(firstMoments + at, m);
    v128.store(secondMoments + at, v);
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), scale), eps);
    const step = f32x4.div(f32x4.mul(size, m), denominator);
    v128.store(parameters + at, f32x4.sub(w, step));
    at += 16;
  } while (at < to);
}
