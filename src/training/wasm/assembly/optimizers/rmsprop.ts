import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/**
 * RMSProp (Tieleman & Hinton 2012, lecture 6.5, in PyTorch's form: epsilon outside the root), for the parameters in bytes
 * [from, to) of their region. The velocity b is in the first moments; without momentum it is the newest step.
 *
 *   g ← g + λ w      v ← α v + (1 − α) g²      b ← μ b + g / (√v + ε)      w ← w − η b
 */
export function rmsprop(
  model: Model,
  from: u32,
  to: u32,
  rate: f64,
  alpha: f64,
  epsilon: f64,
  momentum: f64,
  weightDecay: f64,
): void {
  const eta = f32x4.splat(<f32>rate);
  const decay = f32x4.splat(<f32>weightDecay);
  const alphaDecay = f32x4.splat(<f32>alpha);
  const alphaGain = f32x4.splat(<f32>(1 - alpha));
  const mu = f32x4.splat(<f32>momentum);
  const eps = f32x4.splat(<f32>epsilon);
  let at = from;
  do {
    const w = v128.load(model.parameters + at);
    const g = withDecay(v128.load(model.gradients + at), w, decay);
    const v = flushTiny(
      f32x4.add(f32x4.mul(alphaDecay, v128.load(model.secondMoments + at)), f32x4.mul(alphaGain, f32x4.mul(g, g))),
    );
    v128.store(model.secondMoments + at, v);
    const scaled = f32x4.div(g, f32x4.add(f32x4.sqrt(v), eps));
    const velocity = flushTiny(f32x4.add(f32x4.mul(mu, v128.load(model.firstMoments + at)), scaled));
    v128.store(model.firstMoments + at, velocity);
    v128.store(model.parameters + at, f32x4.sub(w, f32x4.mul(eta, velocity)));
    at += 16;
  } while (at < to);
}
