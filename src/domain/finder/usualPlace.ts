import { optimizerKind } from '../diagnosis/optimizerKind.ts';
import { USUAL_CENTRES } from '../diagnosis/usualCentres.generated.ts';
import { COMMON_FAMILIES, familyOf } from '../optimizerFamily.ts';

/**
 * log10 of the rate that is usual with an optimizer: the middle of the zones of the programs that the diagnosis has learned from, and of the
 * rates that most trainings start with where it knows none.
 * @param optimizer its name as it is written somewhere; one that is not known is taken for Adam
 */
export function usualPlace(optimizer: string): number {
  const kind = optimizerKind(optimizer);
  if (kind !== null) return USUAL_CENTRES[kind];
  const [from, to] = (familyOf(optimizer) ?? COMMON_FAMILIES[0]).start;
  return Math.log10(from * to) / 2;
}
