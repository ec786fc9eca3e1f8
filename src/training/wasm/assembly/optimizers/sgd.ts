import { Model } from '../descriptors';
import { gradients } from '../passes';

/** One step of gradient descent: w ← w − η g. Returns the batch's mean loss before the update. */
export function sgdStep(model: Model, start: u32, count: u32, rate: f32): f64 {
  const loss = gradients(model, start, count);
  updateBySgd(model, rate);
  return loss;
}

function updateBySgd(model: Model, rate: f32): void {
  const eta = f32x4.splat(rate);
  for (let at: u32 = 0; at < model.parameterBytes; at += 16) {
    const step = f32x4.mul(eta, v128.load(model.gradients + at));
    v128.store(model.parameters + at, f32x4.sub(v128.load(model.parameters + at), step));
  }
}
