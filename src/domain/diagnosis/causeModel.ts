import type { CurveFeatures, FeatureName } from './curveFeatures.ts';

/** A network with one hidden layer (tanh) over standardised features. Weights are rows of the layer's units, then biases. */
export interface CauseModel {
  readonly features: readonly FeatureName[];
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  /** hidden × features */
  readonly hidden: readonly (readonly number[])[];
  readonly hiddenBias: readonly number[];
  /** outputs × hidden, in the order of CauseEstimate */
  readonly output: readonly (readonly number[])[];
  readonly outputBias: readonly number[];
}

/** What a model says of a curve. */
export interface CauseEstimate {
  /** Probabilities; their sum is 1. */
  readonly none: number;
  readonly tooHigh: number;
  readonly tooLow: number;
  readonly notTheRate: number;
  /** Decades from the rate to the middle of the zone. */
  readonly offset: number;
  /** Scale of the offset's Laplace distribution, in decades: it is off by less than 1.6 of them in 80 % of the cases. */
  readonly scale: number;
}

/** Standardised features beyond this many deviations say no more. */
export const MAX_DEVIATIONS = 5;

/** The inputs of a model: the features in its order, standardised and bounded; those to ignore at their mean. */
function modelInputs(
  { features, means, deviations }: CauseModel,
  values: CurveFeatures,
  ignored: ReadonlySet<FeatureName>,
): Float64Array {
  return Float64Array.from(features, (name, index) => {
    if (ignored.has(name)) return 0;
    const standard = (values[name] - means[index]) / deviations[index];
    return Math.min(Math.max(standard, -MAX_DEVIATIONS), MAX_DEVIATIONS);
  });
}

/** @param inputs see modelInputs */
function estimateCause({ hidden, hiddenBias, output, outputBias }: CauseModel, inputs: Float64Array): CauseEstimate {
  const active = hidden.map((weights, unit) => Math.tanh(dot(weights, inputs) + hiddenBias[unit]));
  const [none, high, low, other, offset, scale] = output.map(
    (weights, unit) => dot(weights, active) + outputBias[unit],
  );
  const top = Math.max(none, high, low, other);
  const odds = [none, high, low, other].map((score) => Math.exp(score - top));
  const sum = odds.reduce((total, value) => total + value, 0);
  return {
    none: odds[0] / sum,
    tooHigh: odds[1] / sum,
    tooLow: odds[2] / sum,
    notTheRate: odds[3] / sum,
    offset,
    scale: Math.exp(Math.min(Math.max(scale, -3), 3)),
  };
}

/**
 * The mean of what several models say.
 * @param ignored features that are taken as unknown
 */
export function estimateCauseBy(
  models: readonly CauseModel[],
  features: CurveFeatures,
  ignored: ReadonlySet<FeatureName> = new Set(),
): CauseEstimate {
  const all = models.map((model) => estimateCause(model, modelInputs(model, features, ignored)));
  const mean = (key: keyof CauseEstimate): number => all.reduce((sum, estimate) => sum + estimate[key], 0) / all.length;
  return {
    none: mean('none'),
    tooHigh: mean('tooHigh'),
    tooLow: mean('tooLow'),
    notTheRate: mean('notTheRate'),
    offset: mean('offset'),
    scale: mean('scale'),
  };
}

function dot(weights: readonly number[], values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += weights[index] * values[index];
  return sum;
}
