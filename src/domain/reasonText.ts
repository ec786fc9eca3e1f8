import * as l10n from '@vscode/l10n';
import type { Finding, Reason } from './finding.ts';
import { formatCount, formatLoss } from './format.ts';

/** Changes below this share of the fall are called none. */
const LITTLE = 0.02;
/** From this share of the fall on, percent would be hard to read. */
const MANY = 100;
/** Rates within this factor are near each other. */
const NEAR = 1.5;

/** What a cause rests on, in sentences: "Reasons: Half of the drop came in the first 45% of the run. …"; empty where nothing is known. */
export function reasonsText({ reasons = [] }: Pick<Finding, 'reasons'>): string {
  return reasons.length === 0 ? '' : l10n.t('Reasons: {0}', reasons.map(reasonText).join(' '));
}

function reasonText({ id, value }: Reason): string {
  switch (id) {
    case 'late-fall':
      return lateFallText(value);
    case 'half-fall':
      return l10n.t('Half of the drop came in the first {0} of the run.', percent(value));
    case 'depth':
      return value === 0
        ? l10n.t('The loss hardly fell below its start.')
        : l10n.t('At its lowest level, the loss was {0} below its start.', percent(value));
    case 'noise':
      return l10n.t('In the last third of the run, single losses varied by {0} of the drop.', percent(value));
    case 'peak':
      return value < 1.05
        ? l10n.t('The loss was never clearly above its start.')
        : l10n.t('At its highest, the loss was {0} times its start.', digits(value));
    case 'jump':
      return l10n.t('The largest rise from one loss to the next was {0} times a typical change.', digits(value));
    case 'bounce':
      if (value < LITTLE) return l10n.t('The loss ended at its lowest level.');
      return value < MANY
        ? l10n.t('The loss ended above its lowest level, by {0} of the drop.', percent(value))
        : l10n.t('The loss ended above its lowest level, by {0} times the drop.', digits(value));
    case 'turns':
      return l10n.t('In the second half of the run, the loss changed direction at {0} of its points.', percent(value));
    case 'guessing':
      return l10n.t('At the end, the loss was {0} of the loss of guessing.', percent(value));
    case 'usual-rate':
      return usualRateText(value);
    case 'gradient':
      return digits(value) === '1'
        ? l10n.t('At the end, the gradient norm was about the same as at the start.')
        : l10n.t('At the end, the gradient norm was {0} times its value at the start.', digits(value));
    case 'validation':
      return validationText(value);
    case 'schedule':
      return l10n.t('By the end, the schedule had lowered the rate to {0} of its highest.', percent(value));
    case 'broken':
      return l10n.t('The loss became NaN or infinite after {0} of the run.', percent(value));
  }
}

function lateFallText(value: number): string {
  if (Math.abs(value) < LITTLE) return l10n.t('The loss was flat at the end.');
  return value > 0
    ? l10n.t('The loss was still falling at the end: {0} of the drop came in the last fifth.', percent(value))
    : l10n.t('The loss was rising at the end: by {0} of the drop in the last fifth.', percent(-value));
}

/** The programs of the diagnosis are small, and their good rates often higher than an optimizer's default: so they are named. */
function usualRateText(value: number): string {
  if (value >= NEAR)
    return l10n.t(
      'The rate is {0} times the good rates for this optimizer in the small programs that the diagnosis learned from.',
      digits(value),
    );
  return value > 1 / NEAR
    ? l10n.t(
        'The rate is close to the good rates for this optimizer in the small programs that the diagnosis learned from.',
      )
    : l10n.t(
        'In the small programs that the diagnosis learned from, good rates for this optimizer are typically {0} times as high.',
        digits(1 / value),
      );
}

function validationText(value: number): string {
  if (Math.abs(value) < LITTLE) return l10n.t('The validation loss ended level with the training loss.');
  return value > 0
    ? l10n.t('The validation loss ended above the training loss, by {0} of the drop.', percent(value))
    : l10n.t('The validation loss ended below the training loss, by {0} of the drop.', percent(-value));
}

/** "0.3%", "45%", "1,200%". */
function percent(share: number): string {
  return `${digits(100 * share)}%`;
}

/** Two digits: "0.034", "3.4", "34,000", "3.4e7". */
function digits(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded >= 1000 && rounded < 1e5 ? formatCount(rounded) : formatLoss(rounded);
}
