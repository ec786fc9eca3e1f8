import type { ExperimentRecord } from './experiment.ts';
import { verdictOf } from './finding.ts';
import type { Finding, Verdict } from './finding.ts';
import { formatShare } from './format.ts';
import { PRESETS } from './presets.ts';
import { formatRate } from './rate.ts';
import type { SweepSummary } from './sweepSummary.ts';

/** A run of an experiment and what was found in it, if it was judged. */
export interface JudgedRun {
  readonly index: number;
  readonly findings: readonly Finding[] | undefined;
}

/** An article that got this far had a network that learned. */
const LEARNED_ACCURACY = 0.9;

/** How much further than the edge of the tried range to look: a decade, in two steps. */
const FURTHER = [3, 10];

/**
 * What one has to know before trusting a sweep's suggestion, in sentences; none when all went as it should.
 * @param verdicts of the runs that have one
 */
export function sweepNotes(summary: SweepSummary, verdicts: readonly Verdict[]): string[] {
  return [...collapseNotes(summary), ...rangeNotes(summary, verdicts)];
}

function collapseNotes({ collapsed }: SweepSummary): string[] {
  return collapsed.map(
    (rate) =>
      `At ${formatRate(rate.learningRate)}, ${rate.collapsed} of ${rate.seeds} seeds collapsed: they ended no better than guessing, or broke, while the others ` +
      'learned. The seed alone decides that (initial weights, order of the images); it happens in PyTorch too. A lower rate is safer.',
  );
}

/** Where the article of a preset learned and a run of ours collapsed: a reader would take it for a mistake. */
export function articleNotes({ preset, specs }: ExperimentRecord, runs: readonly JudgedRun[]): string[] {
  const published = PRESETS.find(({ name }) => name === preset)?.published ?? [];
  return published.flatMap(({ learningRate, accuracy }) => {
    const reached = accuracy.at(-1) ?? 0;
    const collapsed = runs.filter(
      ({ index, findings }) => specs[index].learningRate === learningRate && verdictOf(findings ?? []) === 'furious',
    );
    if (reached < LEARNED_ACCURACY || collapsed.length === 0) return [];
    const seeds = collapsed.map(({ index }) => specs[index].seed).join(', ');
    return [
      `The article reached ${formatShare(reached)} at ${formatRate(learningRate)}; here seed ${seeds} collapsed. That happens now and then at this rate, ` +
        'in PyTorch too: another seed will show it.',
    ];
  });
}

function rangeNotes({ zone, edge }: SweepSummary, verdicts: readonly Verdict[]): string[] {
  if (zone && edge) {
    const word = edge === 'low' ? 'lowest' : 'highest';
    const tries = FURTHER.map((factor) =>
      formatRate(Number((edge === 'low' ? zone.best / factor : zone.best * factor).toPrecision(1))),
    );
    return [
      `The best rate, ${formatRate(zone.best)}, is the ${word} that was tried, so a better one may lie beyond it: try ${tries.join(' and ')} as well.`,
    ];
  }
  if (zone || verdicts.length === 0) return [];
  if (verdicts.every((verdict) => verdict === 'furious'))
    return ['Every rate was too high: try a range that begins at least ten times lower.'];
  if (verdicts.every((verdict) => verdict === 'slow'))
    return ['Every rate was too low for the time given: try higher rates, or train longer.'];
  return [];
}
