/**
 * The sentence of each finding by its code, with {0}, {1}, … for its arguments. Findings are kept as code and arguments, so that each
 * view can write them in the user's language; the build adds these templates to the translation bundle.
 */
export const FINDING_TEXTS = {
  /** step */
  nan: 'The loss is NaN from step {0} on.',
  /** step */
  infinite: 'The loss is infinite from step {0} on.',
  /** step */
  'nan-recovered': 'The loss is NaN at step {0} but finite again later.',
  /** step */
  'infinite-recovered': 'The loss is infinite at step {0} but finite again later.',
  /** step */
  'nan-validation': 'The validation loss is NaN at step {0}.',
  /** step */
  'infinite-validation': 'The validation loss is infinite at step {0}.',
  /** step */
  'nan-gradient': 'The gradient is NaN from step {0} on, although the loss looks finite.',
  /** step */
  'infinite-gradient': 'The gradient is infinite from step {0} on, although the loss looks finite.',
  /** level now, lowest level, step of the lowest */
  exploding: 'The loss exploded to {0}, from {1} around step {2}.',
  /** level now, lowest level, step of the lowest */
  diverging: 'The loss has risen to {0}, from {1} around step {2}.',
  /** peak, step, score, chance */
  'jumped-above-chance': 'The loss jumped to {0} at step {1} and stays at {2}, worse than guessing ({3}).',
  'jumped-to-chance': 'The loss jumped to {0} at step {1} and stays at {2}, no better than guessing ({3}).',
  /** lowest, step, score, chance */
  'fell-above-chance': 'The loss fell to {0} by step {1} but is back at {2}, worse than guessing ({3}).',
  'fell-to-chance': 'The loss fell to {0} by step {1} but is back at {2}, no better than guessing ({3}).',
  /** score, chance */
  'stays-at-chance': 'The loss stays at {0}, no better than guessing ({1}).',
  /** spread, level */
  oscillating: 'The loss swings by {0} around {1} and does not settle.',
  /** level, step */
  plateau: 'The loss has stayed around {0} since step {1}.',
  /** peak, step, level before */
  spike: 'The loss jumped from {2} to {0} around step {1}, then came back.',
  /** lowest, step, newest */
  overfitting:
    'The validation loss was lowest ({0}) at step {1} and has risen to {2} while the training loss kept falling.',
  /** percent */
  'still-falling':
    '{0}% of the drop came in the second half of the curve, so a higher rate would probably get further in the same time.',
  /** initial, score */
  'fell-slowly': 'The loss went from {0} to {1}. A higher rate would probably get further in the same time.',
  'stopped-early': 'The loss went from {0} to {1}. A lower rate would probably get further.',
  /** initial, score, rate, optimizer */
  'low-for-optimizer': 'The loss went from {0} to {1}. The curve looks fine, but {2} is low for {3}.',
  'high-for-optimizer': 'The loss went from {0} to {1}. The curve looks fine, but {2} is high for {3}.',
  /** initial, score */
  unclear: 'The loss went from {0} to {1}. The curve does not show whether another rate would do better.',
  'unclear-low':
    'The loss went from {0} to {1}. A higher rate may get further, but the curve does not show it clearly.',
  'unclear-high':
    'The loss went from {0} to {1}. A lower rate may get further, but the curve does not show it clearly.',
  healthy: 'The loss went from {0} to {1}.',
  /** initial, score, percent of the best drop, best rate */
  'below-zone':
    'The loss went from {0} to {1}, only {2}% of the drop at {3}: the rate is too low for a training of this length. The curve alone looks fine.',
  'above-zone':
    'The loss went from {0} to {1}, {2}% of the drop at the lower rate {3}: the rate is too high. The curve alone looks fine.',
  /** best rate */
  'below-zone-unseen': 'Compared with the best rate, {0}, this one is too low. The curve alone does not show that.',
  'above-zone-unseen': 'Compared with the best rate, {0}, this one is too high. The curve alone does not show that.',
  'bad-seed': 'Other seeds learned at this rate, so the failure depends on the seed.',
  // The same of runs that are measured by epoch.
  'nan-epoch': 'The loss is NaN from epoch {0} on.',
  'infinite-epoch': 'The loss is infinite from epoch {0} on.',
  'nan-recovered-epoch': 'The loss is NaN at epoch {0} but finite again later.',
  'infinite-recovered-epoch': 'The loss is infinite at epoch {0} but finite again later.',
  'nan-validation-epoch': 'The validation loss is NaN at epoch {0}.',
  'infinite-validation-epoch': 'The validation loss is infinite at epoch {0}.',
  'nan-gradient-epoch': 'The gradient is NaN from epoch {0} on, although the loss looks finite.',
  'infinite-gradient-epoch': 'The gradient is infinite from epoch {0} on, although the loss looks finite.',
  'exploding-epoch': 'The loss exploded to {0}, from {1} around epoch {2}.',
  'diverging-epoch': 'The loss has risen to {0}, from {1} around epoch {2}.',
  'jumped-above-chance-epoch': 'The loss jumped to {0} at epoch {1} and stays at {2}, worse than guessing ({3}).',
  'jumped-to-chance-epoch': 'The loss jumped to {0} at epoch {1} and stays at {2}, no better than guessing ({3}).',
  'fell-above-chance-epoch': 'The loss fell to {0} by epoch {1} but is back at {2}, worse than guessing ({3}).',
  'fell-to-chance-epoch': 'The loss fell to {0} by epoch {1} but is back at {2}, no better than guessing ({3}).',
  'plateau-epoch': 'The loss has stayed around {0} since epoch {1}.',
  'spike-epoch': 'The loss jumped from {2} to {0} around epoch {1}, then came back.',
  'overfitting-epoch':
    'The validation loss was lowest ({0}) at epoch {1} and has risen to {2} while the training loss kept falling.',
  // The same of logs whose rows are counted, since nothing in them says where they stand.
  'nan-row': 'The loss is NaN from row {0} on.',
  'infinite-row': 'The loss is infinite from row {0} on.',
  'nan-recovered-row': 'The loss is NaN in row {0} but finite again later.',
  'infinite-recovered-row': 'The loss is infinite in row {0} but finite again later.',
  'nan-validation-row': 'The validation loss is NaN in row {0}.',
  'infinite-validation-row': 'The validation loss is infinite in row {0}.',
  'nan-gradient-row': 'The gradient is NaN from row {0} on, although the loss looks finite.',
  'infinite-gradient-row': 'The gradient is infinite from row {0} on, although the loss looks finite.',
  'exploding-row': 'The loss exploded to {0}, from {1} around row {2}.',
  'diverging-row': 'The loss has risen to {0}, from {1} around row {2}.',
  'jumped-above-chance-row': 'The loss jumped to {0} in row {1} and stays at {2}, worse than guessing ({3}).',
  'jumped-to-chance-row': 'The loss jumped to {0} in row {1} and stays at {2}, no better than guessing ({3}).',
  'fell-above-chance-row': 'The loss fell to {0} by row {1} but is back at {2}, worse than guessing ({3}).',
  'fell-to-chance-row': 'The loss fell to {0} by row {1} but is back at {2}, no better than guessing ({3}).',
  'plateau-row': 'The loss has stayed around {0} since row {1}.',
  'spike-row': 'The loss jumped from {2} to {0} around row {1}, then came back.',
  'overfitting-row':
    'The validation loss was lowest ({0}) in row {1} and has risen to {2} while the training loss kept falling.',
} as const;

export type FindingCode = keyof typeof FINDING_TEXTS;

/** The code of the sentence that names epochs or rows instead of steps; null where it names none of them. */
export function codeOfUnit(code: string, unit: 'epoch' | 'row'): FindingCode | null {
  const ofUnit = `${code}-${unit}`;
  return Object.hasOwn(FINDING_TEXTS, ofUnit) ? (ofUnit as FindingCode) : null;
}

/** The sentence of a finding in English. */
export function englishMessage(code: FindingCode, args: readonly string[]): string {
  return FINDING_TEXTS[code].replace(/\{(\d+)\}/g, (_, index: string) => args[Number(index)]);
}
