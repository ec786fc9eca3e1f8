import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { shrink } from './weightDecay';

/**
 * Lion (Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", algorithm 2), for the parameters in bytes [from, to) of
 * their region. The moving average m is in the first moments.
 *
 *   w ← w − η (sign(β1 m + (1 − β1) g) + λ w)      m ← β2 m + (1 − β2) g
 */
export function lion(model: Model, from: u32, to: u32, rate: f64, beta1: f64, beta2: f64, weightDecay: f64): void {
  shrink(model, from, to, rate, weightDecay);
  const eta = f32x4.splat(<f32>rate);
  const weightM = f32x4.splat(<f32>beta1);
  const weightG = f32x4.splat(<f32>(1 - beta1));
  const decayM = f32x4.splat(<f32>beta2);
  const gainM = f32x4.splat(<f32>(1 - beta2));
  let at = from;
  do {
    const g = v128.load(model.gradients + at);
    const m = v128.load(model.firstMoments + at);
    const direction = sign(f32x4.add(f32x4.mul(weightM, m), f32x4.mul(weightG, g)));
    v128.store(model.firstMoments + at, flushTiny(f32x4.add(f32x4.mul(decayM, m), f32x4.mul(gainM, g))));
    v128.store(model.parameters + at, f32x4.sub(v128.load(model.parameters + at), f32x4.mul(eta, direction)));
    at += 16;
  } while (at < to);
}

/** −1, 0 or 1, lane by lane; NaN stays. */
function sign(values: v128): v128 {
  const one = v128.or(f32x4.splat(1), v128.and(values, f32x4.splat(-0.0)));
  const isZeroOrNan = v128.or(f32x4.eq(values, f32x4.splat(0)), f32x4.ne(values, values));
  return v128.bitselect(values, one, isZeroOrNan);
}
