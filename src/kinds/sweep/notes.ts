import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { suggestionFrom } from '../../domain/diagnosis/rateEstimate.ts';
import type { Cause } from '../../domain/finding.ts';
import { formatShare } from '../../domain/format.ts';
import { PRESETS } from '../../domain/presets.ts';
import { formatRate } from '../../domain/rate.ts';
import type { GroupSummary } from './groupSummary.ts';
import { savedTime } from './savedTime.ts';
import { rateToTry } from './summary.ts';
import type { GroupedSummary } from './summary.ts';

/** The test accuracy above which an article's network has learned. */
const LEARNED_ACCURACY = 0.9;
/** Factors beyond the edge of the tried range for the rates to try next: up to a decade, in two steps. */
const EDGE_FACTORS = [3, 10];

/** What to know before trusting a sweep's suggestion, in sentences; none if all went as it should. */
export function sweepNotes(experiment: ExperimentOverview, summary: GroupedSummary): string[] {
  return [
    ...summary.groups.flatMap(marginNote),
    ...collapseNotes(summary),
    ...summary.groups.flatMap(edgeNote),
    ...noZoneNotes(experiment, summary),
    ...articleNotes(experiment, summary),
    ...prunedNote(experiment),
  ];
}

/** What was not trained to its end, and what that has saved. */
function prunedNote({ runs }: ExperimentOverview): string[] {
  const saved = savedTime(runs);
  if (!saved) return [];
  const { pruned, share } = saved;
  if (share === null) return [l10n.t('Stopped {0} of {1} runs early.', pruned, runs.length)];
  return [
    l10n.t(
      'Stopped {0} of {1} runs early: about {2}% of the time saved.',
      pruned,
      runs.length,
      Math.round(100 * share),
    ),
  ];
}

/** Why another rate than the best is suggested, and how far it is from one that fails. */
function marginNote({ zone, suggestion }: GroupSummary): string[] {
  if (!zone || !suggestion || suggestion.rate === zone.best) return [];
  const { rate, above } = suggestion;
  const [suggested, best] = [rate, zone.best].map(formatRate);
  if (rate > zone.best)
    return [l10n.t('{0} is suggested although {1} did best: both are in the Goldilocks zone.', suggested, best)];
  if (above === null)
    return [
      l10n.t(
        '{0} is suggested although {1} did best: both are in the Goldilocks zone, and a lower rate is safer.',
        suggested,
        best,
      ),
    ];
  const why = l10n.t("{0} is suggested instead of {1} because it's farther from rates that fail.", suggested, best);
  const factor = Number((above / rate).toPrecision(2));
  return [`${why} ${l10n.t('It is {0} times lower than {1}, where training gets worse.', factor, formatRate(above))}`];
}

function collapseNotes({ collapsed }: GroupedSummary): string[] {
  return collapsed.map(({ label, collapsed: failed, seeds }) =>
    l10n.t(
      'At {0}, {1} of {2} seeds failed to learn; the others learned. Only the seed differs (initial weights and order of the images), and this happens in PyTorch too. A lower rate is safer.',
      label,
      failed,
      seeds,
    ),
  );
}

function edgeNote(group: GroupSummary): string[] {
  const { zone, edge, suggestion } = group;
  if (!zone || !edge) return [];
  const tries = EDGE_FACTORS.map((factor) =>
    formatRate(Number((edge === 'low' ? zone.best / factor : zone.best * factor).toPrecision(1))),
  );
  const sentence =
    edge === 'low'
      ? l10n.t(
          'The best rate, {0}, is the lowest that was tried, so a better one may lie below it: try {1} and {2} as well.',
          formatRate(zone.best),
          ...tries,
        )
      : l10n.t(
          'The best rate, {0}, is the highest that was tried, so a better one may lie above it: try {1} and {2} as well.',
          formatRate(zone.best),
          ...tries,
        );
  return rateToTry(group) === suggestion?.rate ? [sentence] : [sentence, ...estimateNote(group)];
}

/** What the curves show together of a zone that was not found, or lies beyond the rates that were tried. */
function estimateNote({ estimate, suggestion }: GroupSummary): string[] {
  if (!estimate) return [];
  const { rate, range } = suggestionFrom(estimate);
  const rates = [rate, ...range].map(formatRate);
  if (suggestion)
    return [
      l10n.t(
        'The shapes of the curves point to a rate near {0} (likely between {1} and {2}). That is an estimate; the suggested {3} was measured.',
        ...rates,
        formatRate(suggestion.rate),
      ),
    ];
  return [l10n.t('Taken together, the curves suggest a rate near {0} (likely between {1} and {2}).', ...rates)];
}

function noZoneNotes({ runs }: ExperimentOverview, { groups }: GroupedSummary): string[] {
  const findings = runs.flatMap(({ result }) => (result?.state === 'finished' ? [result.findings] : []));
  if (groups.some(({ zone }) => zone) || findings.length === 0) return [];
  const all = (cause: Cause): boolean => findings.every((found) => found[0]?.cause === cause);
  return [
    ...(all('rate-too-high')
      ? [l10n.t('Every rate was too high: try a range that begins at least ten times lower.')]
      : []),
    ...(all('rate-too-low') ? [l10n.t('No rate moved the loss: try higher rates, or train longer.')] : []),
    ...groups.flatMap(estimateNote),
  ];
}

/** Explains runs that failed although the article's did not, because a reader would take that for a bug. */
function articleNotes({ record, variants, runs }: ExperimentOverview, { verdicts }: GroupedSummary): string[] {
  const published = PRESETS.find(({ name }) => name === record.preset)?.published ?? [];
  return published.flatMap(({ learningRate, accuracy }) => {
    const ids = variants.flatMap(({ id, values }) => (values.rate === learningRate ? id : []));
    const failed = runs.filter(
      ({ variant, result }) =>
        ids.includes(variant) &&
        result?.state === 'finished' &&
        (verdicts[variant] === 'furious' || result.findings.some(({ cause }) => cause === 'rate-too-high')),
    );
    const reached = accuracy.at(-1) ?? 0;
    if (reached < LEARNED_ACCURACY || failed.length === 0) return [];
    return [
      l10n.t(
        'The article reached {0} at {1}; here seed {2} failed to learn. That happens now and then at this rate, in PyTorch too: try another seed.',
        formatShare(reached),
        formatRate(learningRate),
        failed.map(({ seed }) => seed).join(', '),
      ),
    ];
  });
}
