import type { CurveVariant } from '../src/charts/curveVariant.ts';

/** The variants that have each word of a filter in their name or in the word for their rate; upper and lower case are the same. */
export function filtered(variants: readonly CurveVariant[], filter: string): readonly CurveVariant[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return variants;
  return variants.filter(({ label, verdictText }) => {
    const text = `${label} ${verdictText}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
