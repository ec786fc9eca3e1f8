/** Optimizers whose best rates are of one size, as far as the truth of the bench can tell them apart. */
export type OptimizerKind = 'sgd' | 'momentum' | 'adam' | 'rmsprop' | 'adagrad' | 'lion' | 'muon' | 'lamb';

/** By a pattern of the name in lower case without separators; the first one that fits counts. */
const KINDS: readonly (readonly [pattern: RegExp, kind: OptimizerKind])[] = [
  [/momentum|nesterov/, 'momentum'],
  [/adagrad/, 'adagrad'],
  [/rmsprop/, 'rmsprop'],
  [/lion|signsgd|signum/, 'lion'],
  [/muon/, 'muon'],
  [/lamb/, 'lamb'],
  [/adadelta|adafactor|prodigy|dadapt/, 'adam'],
  [/adam|adabelief|adopt|adan|yogi|radam|sophia|soap/, 'adam'],
  [/sgd|gradientdescent/, 'sgd'],
];

/** The kind of an optimizer by its name as it is written somewhere; null for one that isn't known. */
export function optimizerKind(optimizer: string | null): OptimizerKind | null {
  if (optimizer === null) return null;
  const plain = optimizer.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return KINDS.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}
