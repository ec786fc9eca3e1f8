import type { Verdict } from '../domain/finding.ts';
import type { EngineName } from '../domain/run.ts';
import type { Variant, VariantValues } from '../domain/variant.ts';
import { verdictText } from '../domain/verdictText.ts';

/** A variant as the figures show it. */
export interface CurveVariant {
  readonly id: string;
  readonly label: string;
  readonly values: VariantValues;
  /** Drawn dashed, because it lies over the line of another engine. */
  readonly dashed?: true;
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
  return variants.map(({ id, label, values }) => ({
    id,
    label,
    values,
    ...(values.engine !== firstEngine && { dashed: true as const }),
    verdictText: sharedVerdictText(runs.filter(({ variant }) => variant === id).map(({ verdict }) => verdict)),
  }));
}

function sharedVerdictText(verdicts: readonly (Verdict | null)[]): string {
  const [first] = verdicts;
  return first && verdicts.every((verdict) => verdict === first) ? verdictText(first) : '';
}
