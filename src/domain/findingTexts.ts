/**
 * The sentence of each finding by its code, with {0}, {1}, … for its arguments. Findings are kept as code and arguments, so that each
 * view can write them in the user's language; the build adds these templates to the translation bundle.
 */
export const FINDING_TEXTS = {
  /** step */
  nan: 'The loss is not a number from step {0} on.',
  /** step */
  infinite: 'The loss is infinite from step {0} on.',
  /** step */
  'nan-validation': 'The validation loss is not a number at step {0}.',
  /** peak, step, lowest before */
  exploding: 'The loss spikes to {0} at step {1}, from {2} before, and does not come back.',
  /** what it rose to, lowest, step of the lowest */
  diverging: 'The loss has risen to {0} since its lowest value of {1} at step {2}.',
  /** peak, step, score, chance */
  'jumped-above-chance': 'The loss jumped to {0} at step {1} and ended at {2}, above guessing ({3}).',
  'jumped-to-chance': 'The loss jumped to {0} at step {1} and ended at {2}, no better than guessing ({3}).',
  'fell-above-chance': 'The loss had fallen to {0} by step {1} and ended at {2}, above guessing ({3}).',
  'fell-to-chance': 'The loss had fallen to {0} by step {1} and ended at {2}, no better than guessing ({3}).',
  /** initial, score */
  'hardly-moved': 'The loss hardly moved: from {0} to {1}.',
  healthy: 'The loss fell from {0} to {1}.',
  /** initial, score, percent of the best drop, best rate */
  'below-zone':
    'The loss fell from {0} to {1}, {2} % of the drop at {3}: too slow for the time given. The curve alone looks fine.',
  'above-zone':
    'The loss fell from {0} to {1}, {2} % of the drop at the lower rate {3}: the rate is too high. The curve alone looks fine.',
  'bad-seed':
    'The loss fell from {0} to {1}, {2} % of the drop at {3}. The rate is fine: this depends only on the seed.',
} as const;

export type FindingCode = keyof typeof FINDING_TEXTS;

/** The sentence of a finding in English. */
export function englishMessage(code: FindingCode, args: readonly string[]): string {
  return FINDING_TEXTS[code].replace(/\{(\d+)\}/g, (_, index: string) => args[Number(index)]);
}
