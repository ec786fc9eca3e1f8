import { USUAL_CENTRES } from './diagnosis/usualCentres.generated.ts';
import { optimizerKind } from './diagnosis/optimizerKind.ts';
import type { OptimizerName } from './optimizer.ts';
import { familyOf } from './optimizerFamily.ts';

/**
 * The rate to look around with an optimizer, in one digit: the middle of the zones that were measured with optimizers of its kind on
 * small networks (docs/diagnosis.md), else the middle of where most trainings start.
 */
export function centralRate(name: OptimizerName): number {
  const kind = optimizerKind(name);
  const [low, high] = familyOf(name)!.start;
  return Number((kind === null ? Math.sqrt(low * high) : 10 ** USUAL_CENTRES[kind]).toPrecision(1));
}
