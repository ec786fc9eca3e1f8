import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { withDecay } from './weightDecay';

/**
 * Adadelta (Zeiler 2012, algorithm 1, with PyTorch's rate), for the parameters in bytes [from, to) of their region. The running
 * average u of squared steps is in the first moments.
 *
 *   g ← g + λ w      v ← ρ v + (1 − ρ) g²      Δ = √(u + ε) / √(v + ε) · g      u ← ρ u + (1 − ρ) Δ²      w ← w − η Δ
 */
export function adadelta(model: Model, from: u32, to: u32, rate: f64, rho: f64, epsilon: f64, weightDecay: f64): void {
  const eta = f32x4.splat(<f32>rate);
  const decay = f32x4.splat(<f32>weightDecay);
  const rhoDecay = f32x4.splat(<f32>rho);
  const rhoGain = f32x4.splat(<f32>(1 - rho));
  const eps = f32x4.splat(<f32>epsilon);
  let at = from;
  do {
    const w = v128.load(model.parameters + at);
    const g = withDecay(v128.load(model.gradients + at), w, decay);
    const u = v128.load(model.firstMoments + at);
    const v = flushTiny(
      f32x4.add(f32x4.mul(rhoDecay, v128.load(model.secondMoments + at)), f32x4.mul(rhoGain, f32x4.mul(g, g))),
    );
    v128.store(model.secondMoments + at, v);
    const ratio = f32x4.div(f32x4.sqrt(f32x4.add(u, eps)), f32x4.sqrt(f32x4.add(v, eps)));
    const delta = f32x4.mul(ratio, g);
    v128.store(
      model.firstMoments + at,
      flushTiny(f32x4.add(f32x4.mul(rhoDecay, u), f32x4.mul(rhoGain, f32x4.mul(delta, delta)))),
    );
    v128.store(model.parameters + at, f32x4.sub(w, f32x4.mul(eta, delta)));
    at += 16;
  } while (at < to);
}
