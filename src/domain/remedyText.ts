import * as l10n from '@vscode/l10n';
import type { Finding, Remedy } from './finding.ts';
import type { FindingCode } from './findingTexts.ts';
import { formatRate } from './rate.ts';
import type { StepUnit } from './runFacts.ts';

/** Findings whose own sentence says on which side the rate lies. */
const CODES_WITH_CAUSE: ReadonlySet<string> = new Set<FindingCode>([
  'still-falling',
  'fell-slowly',
  'stopped-early',
  'low-for-optimizer',
  'high-for-optimizer',
  'below-zone',
  'above-zone',
  'below-zone-unseen',
  'above-zone-unseen',
]);

/**
 * The cause of each finding of a run and what helps, in short sentences: "The rate is probably too high. Try 0.003 (likely between 0.001 and 0.01)." What one finding
 * has said is not repeated for the next; empty where there is nothing to say.
 * @param unit of the run's steps
 */
export function adviceTexts(findings: readonly Finding[], unit: StepUnit): readonly string[] {
  const texts = findings.map((finding) => adviceText(finding, unit));
  return texts.map((text, index) => (texts.indexOf(text) < index ? '' : text));
}

function adviceText(finding: Finding, unit: StepUnit): string {
  const [first = '', ...others] = finding.remedies.map((remedy) => remedyText(remedy, unit));
  return [causeText(finding), first, othersText(others)].filter(Boolean).join(' ');
}

function othersText(remedies: readonly string[]): string {
  if (remedies.length === 0) return '';
  return remedies.length === 1 ? l10n.t('Or: {0}', remedies[0]) : l10n.t('Alternatives: {0}', remedies.join(' '));
}

function causeText({ cause, code }: Finding): string {
  if (CODES_WITH_CAUSE.has(code)) return '';
  switch (cause) {
    case 'rate-too-high':
      return l10n.t('The rate is probably too high.');
    case 'rate-too-low':
      return l10n.t('The rate is probably too low.');
    case 'not-the-rate':
      return l10n.t('The rate is probably not the problem.');
    case 'undetermined':
    case 'none':
      return '';
  }
}

/** What to do, in a sentence. */
function remedyText(remedy: Remedy, unit: StepUnit): string {
  switch (remedy.kind) {
    case 'set-rate':
      return remedy.range && remedy.range[0] < remedy.range[1]
        ? l10n.t('Try {0} (likely between {1} and {2}).', ...[remedy.rate, ...remedy.range].map(formatRate))
        : l10n.t('Try {0}.', formatRate(remedy.rate));
    case 'scale-rate':
      return remedy.factor < 1
        ? l10n.t('Divide the rate by {0}.', Math.round(1 / remedy.factor))
        : l10n.t('Multiply the rate by {0}.', Math.round(remedy.factor));
    case 'warm-up':
      return warmUpText(remedy.steps, unit);
    case 'schedule':
      return l10n.t('Lower the rate during training with a {0} schedule.', remedy.name);
    case 'clip':
      return l10n.t('Clip gradients at norm {0}.', formatRate(remedy.norm));
    case 'switch-optimizer':
      return l10n.t('Use {0} with a rate of {1}.', remedy.name, formatRate(remedy.rate));
    case 'train-longer':
      return l10n.t('Train for about {0} epochs.', remedy.epochs);
    case 'check-data':
      return checkText(remedy.what);
    case 'nothing':
      return l10n.t('No change needed.');
  }
}

function warmUpText(steps: number, unit: StepUnit): string {
  switch (unit) {
    case 'step':
      return steps === 1 ? l10n.t('Warm up over the first step.') : l10n.t('Warm up over the first {0} steps.', steps);
    case 'epoch':
      return steps === 1
        ? l10n.t('Warm up over the first epoch.')
        : l10n.t('Warm up over the first {0} epochs.', steps);
    case 'row':
      return steps === 1
        ? l10n.t('Warm up over the first row of the log.')
        : l10n.t('Warm up over the first {0} rows of the log.', steps);
  }
}

function checkText(what: Extract<Remedy, { kind: 'check-data' }>['what']): string {
  switch (what) {
    case 'batch':
      return l10n.t(
        'Check the batch where the loss becomes NaN or infinite for missing, infinite, or very large values.',
      );
    case 'spike':
      return l10n.t('Check the batches around the jump for wrong labels, or missing or very large values.');
    case 'labels':
      return l10n.t('Check the labels, how the inputs are scaled, and the loss function.');
    case 'overfitting':
      return l10n.t('Stop where the validation loss is lowest, or use more data, augmentation or weight decay.');
  }
}
