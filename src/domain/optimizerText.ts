import * as l10n from '@vscode/l10n';
import { formatChoice } from './format.ts';
import { numberOption, parseNamedOptions, requireKnownOptions } from './namedOptions.ts';
import type { NamedOptions, NumberRange } from './namedOptions.ts';
import { constantKey, constantsOf, DEFAULT_OPTIMIZERS, OPTIMIZER_NAMES, unusualConstants } from './optimizer.ts';
import type { Optimizer, OptimizerConstant, OptimizerName } from './optimizer.ts';

const SHARE: NumberRange = { min: 0, below: 1 };
/** A constant above a million is probably a typo. */
const AMOUNT: NumberRange = { min: 0, max: 1e6 };

/** Epsilon keeps divisors away from 0: its minimum is well above the values that the running averages flush to 0. */
const RANGES: Readonly<Record<OptimizerConstant, NumberRange>> = {
  momentum: SHARE,
  beta1: SHARE,
  beta2: SHARE,
  alpha: SHARE,
  rho: SHARE,
  epsilon: { min: 1e-15, max: 1 },
  momentumDecay: AMOUNT,
  rateDecay: AMOUNT,
  initialAccumulator: AMOUNT,
  weightDecay: AMOUNT,
};

/**
 * Reads an optimizer as people type it: its name, and the constants that are not to be the usual ones ("adamw",
 * "adamw,weight-decay=0.1,beta1=0.95").
 * @throws RangeError with a sentence that says what is wrong and what there is instead
 */
export function parseOptimizer(text: string): Optimizer {
  return optimizerOf(parseNamedOptions(text));
}

/**
 * The optimizer of this name, with the constants that are given.
 * @throws RangeError as parseOptimizer
 */
export function optimizerOf(named: NamedOptions): Optimizer {
  const defaults = DEFAULT_OPTIMIZERS[requireOptimizer(named.name)];
  const constants = constantsOf(defaults.name);
  requireKnownOptions(named, constants.map(constantKey));
  const given = constants
    .map((constant) => [constant, numberOption(named, constantKey(constant), RANGES[constant])] as const)
    .filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

/** @throws RangeError unless the value names an optimizer; the sentence lists them */
export function requireOptimizer(value: unknown): OptimizerName {
  const name = OPTIMIZER_NAMES.find((candidate) => candidate === value);
  if (name !== undefined) return name;
  throw new RangeError(
    l10n.t('The optimizer must be {0}, not {1}.', formatChoice(OPTIMIZER_NAMES), JSON.stringify(value) ?? 'undefined'),
  );
}

/** The text that parseOptimizer reads as this optimizer. */
export function serializeOptimizer(optimizer: Optimizer): string {
  return [
    optimizer.name,
    ...unusualConstants(optimizer).map(([constant, value]) => `${constantKey(constant)}=${value}`),
  ].join(',');
}
