import * as l10n from '@vscode/l10n';
import type { Finding, Remedy } from './finding.ts';
import type { FindingCode } from './findingTexts.ts';
import { formatRate } from './rate.ts';
import type { StepUnit } from './runFacts.ts';

/** Findings whose own sentence says already on which side the rate lies. */
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
 * The cause of each finding of a run and what helps, in short sentences: "Rate too high. Try 0.003 (0.001 to 0.01)." What one finding
 * has said is not repeated for the next; empty where there is nothing to say.
 * @param unit of the run's steps
 */
export function adviceTexts(findings: readonly Finding[], unit: StepUnit): readonly string[] {
  const texts = findings.map((finding) => adviceText(finding, unit));
  return texts.map((text, index) => (texts.indexOf(text) < index ? '' : text));
}

function adviceText(finding: Finding, unit: StepUnit): string {
  const [first = '', ...others] = finding.remedies.map((remedy) => remedyText(remedy, unit));
  const more = others.length > 0 ? l10n.t('Alternatives: {0}', others.join(' ')) : '';
  return [causeText(finding), first, more].filter(Boolean).join(' ');
}

function causeText({ cause, code }: Finding): string {
  if (CODES_WITH_CAUSE.has(code)) return '';
  switch (cause) {
    case 'rate-too-high':
      return l10n.t('Rate too high.');
    case 'rate-too-low':
      return l10n.t('Rate too low.');
    case 'not-the-rate':
      return l10n.t("The rate isn't the problem.");
    case 'undetermined':
    case 'none':
      return '';
  }
}

/** What to do, in a sentence. */
function remedyText(remedy: Remedy, unit: StepUnit): string {
  switch (remedy.kind) {
    case 'set-rate':
      return remedy.range
        ? l10n.t('Try {0} ({1} to {2}).', ...[remedy.rate, ...remedy.range].map(formatRate))
        : l10n.t('Try {0}.', formatRate(remedy.rate));
    case 'scale-rate':
      return remedy.factor < 1
        ? l10n.t('Try a rate {0} times lower.', formatRate(1 / remedy.factor))
        : l10n.t('Try a rate {0} times higher.', formatRate(remedy.factor));
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
      return l10n.t('Warm up over the first {0} steps.', steps);
    case 'epoch':
      return l10n.t('Warm up over the first {0} epochs.', steps);
    case 'row':
      return l10n.t('Warm up over the first {0} rows of the log.', steps);
  }
}

function checkText(what: Extract<Remedy, { kind: 'check-data' }>['what']): string {
  switch (what) {
    case 'batch':
      return l10n.t('Check the batch at which the loss breaks for values that are missing, infinite or far too large.');
    case 'labels':
      return l10n.t('Check the labels, how the inputs are scaled, and the loss function.');
    case 'overfitting':
      return l10n.t('Stop where the validation loss is lowest, or use more data, augmentation or weight decay.');
  }
}
