import type { Verdict } from '../domain/finding.ts';
import type { EngineName } from '../domain/run.ts';
import type { Variant, VariantValues } from '../domain/variant.ts';
import { categoriesOf, DISTINCT_COLOURS } from './categories.ts';
import { groupBy } from './groupBy.ts';
import { verdictText } from '../domain/verdictText.ts';

/** A variant as the figures show it. */
export interface CurveVariant {
  readonly id: string;
  readonly label: string;
  readonly values: VariantValues;
  /**
   * The pattern of its dashes, see dashesOf: 1 where it lies over the line of another engine, and further ones where there are more
   * categories than distinct colours.
   */
  readonly dashes: number;
  /** The verdict that all its runs share, in plain words; empty when they differ or none is known. */
  readonly verdictText: string;
}

/** A run as far as its variant's word depends on it. */
interface RunVerdict {
  readonly variant: string;
  readonly verdict: Verdict | null;
}

/** The variants of an experiment, in their order. */
export function curveVariants(variants: readonly Variant[], runs: readonly RunVerdict[]): CurveVariant[] {
  const [first] = variants;
  const firstEngine: EngineName | undefined = first?.values.engine;
  const categories = categoriesOf(variants);
  const verdicts = groupBy(runs, ({ variant }) => variant);
  return variants.map(({ id, label, values }, index) => ({
    id,
    label,
    values,
    dashes:
      values.engine !== firstEngine ? 1 : categories === null ? 0 : Math.floor(categories[index] / DISTINCT_COLOURS),
    verdictText: sharedVerdictText((verdicts.get(id) ?? []).map(({ verdict }) => verdict)),
  }));
}

function sharedVerdictText(verdicts: readonly (Verdict | null)[]): string {
  const [first] = verdicts;
  return first && verdicts.every((verdict) => verdict === first) ? verdictText(first) : '';
}
