import { familyOf } from '../optimizerFamily.ts';
import type { OptimizerKind } from '../optimizerFamily.ts';

export type { OptimizerKind };

/** The kind of an optimizer by its name as it is written somewhere; null for one that isn't known. */
export function optimizerKind(optimizer: string | null): OptimizerKind | null {
  if (optimizer === null) return null;
  const kind = familyOf(optimizer)?.kind ?? null;
  return kind === 'sgd' && /momentum|nesterov/i.test(optimizer) ? 'momentum' : kind;
}
