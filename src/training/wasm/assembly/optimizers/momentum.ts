import { Model } from '../descriptors';
import { flushTiny } from '../flushTiny';
import { gradients } from '../passes';

/** One step with momentum: v ← μ v + g, w ← w − η v. Returns the batch's mean loss before the update. */
export function momentumStep(model: Model, start: u32, count: u32, rate: f32, momentum: f32): f64 {
  const loss = gradients(model, start, count);
  updateByMomentum(model, rate, momentum);
  return loss;
}

/** The velocity v lies in the first moments. */
function updateByMomentum(model: Model, rate: f32, momentum: f32): void {
  const eta = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  for (let at: u32 = 0; at < model.parameterBytes; at += 16) {
    const kept = f32x4.mul(mu, v128.load(model.firstMoments + at));
    const velocity = flushTiny(f32x4.add(kept, v128.load(model.gradients + at)));
    v128.store(model.firstMoments + at, velocity);
    v128.store(model.parameters + at, f32x4.sub(v128.load(model.parameters + at), f32x4.mul(eta, velocity)));
  }
}
