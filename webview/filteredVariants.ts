import type { CurveVariant } from '../src/charts/curveVariant.ts';
import type { Settings } from './settings.ts';

/**
 * The baselines, and the variants that have each word of a filter in their name or in the word for their rate; upper and lower case are the
 * same.
 */
export function filtered(
  variants: readonly CurveVariant[],
  { filter, baselines }: Pick<Settings, 'filter' | 'baselines'>,
): readonly CurveVariant[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return variants;
  return variants.filter(({ id, label, verdictText }) => {
    if (baselines.includes(id)) return true;
    const text = `${label} ${verdictText}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
