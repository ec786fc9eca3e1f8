import { Model } from '../descriptors';
import { adam } from './adam';
import { shrink } from './weightDecay';

/** AdamW (Loshchilov & Hutter 2019, algorithm 2): decoupled weight decay, then Adam's step t from 1, for the parameters in bytes [from, to) of their region. */
export function adamw(
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
  shrink(model, from, to, rate, weightDecay);
  adam(model, from, to, rate, beta1, beta2, epsilon, 0, t);
}
