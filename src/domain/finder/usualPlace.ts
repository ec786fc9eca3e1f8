import { optimizerKind } from '../diagnosis/optimizerKind.ts';
import { USUAL_CENTRES } from '../diagnosis/usualCentres.generated.ts';
import type { OptimizerName } from '../optimizer.ts';
import { familyOf } from '../optimizerFamily.ts';

/**
 * log10 of the rate that is usual with an optimizer: the middle of the zones of the programs that the diagnosis has learned from, and of the
 * rates that most trainings start with where it knows none.
 */
export function usualPlace(optimizer: OptimizerName): number {
  const kind = optimizerKind(optimizer);
  if (kind !== null) return USUAL_CENTRES[kind];
  const [from, to] = familyOf(optimizer)!.start;
  return Math.log10(from * to) / 2;
}
