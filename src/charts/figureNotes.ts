import * as l10n from '@vscode/l10n';
import type { FigureInput } from './figureInput.ts';

/** What the thin lines are, where there are some. */
export function seedsNote({ hasSeeds, isGrouped, runs, definition }: FigureInput): string {
  if (!hasSeeds) return '';
  if (isGrouped) return l10n.t('Bold: the median of the runs of each group; thin: each run.');
  if (definition.points !== 'epochs') return l10n.t('Bold: the median of the seeds; thin: each seed.');
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  return l10n.t('Bold: the median of {0} seeds; thin: each seed.', seeds);
}

/** What the dashes of a figure with several lines mean. */
export function linesNote({ definition: { lines } }: FigureInput): string {
  if (lines.length < 2) return '';
  const [first, ...others] = lines.map(({ label }) => label);
  return l10n.t('Solid: {0}; dashed: {1}.', first, others.join(', '));
}
