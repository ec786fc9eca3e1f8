import type { CurveVariant } from '../src/charts/curveVariant.ts';
import { hasWords } from '../src/domain/hasWords.ts';
import type { Settings } from './settings.ts';

/**
 * The baselines, and the variants that have each word of a filter in their name or in the word for their rate; upper and lower case are the
 * same.
 */
export function filtered(
  variants: readonly CurveVariant[],
  { filter, baselines }: Pick<Settings, 'filter' | 'baselines'>,
): readonly CurveVariant[] {
  if (filter === '') return variants;
  return variants.filter(
    ({ id, label, verdictText }) => baselines.includes(id) || hasWords(`${label} ${verdictText}`, filter),
  );
}
