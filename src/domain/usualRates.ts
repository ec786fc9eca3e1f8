import { formatChoice } from './format.ts';
import { FINE_TUNING, familyOf } from './optimizerFamily.ts';
import type { OptimizerFamily, RateRange } from './optimizerFamily.ts';

/** Whether a learning rate is what people use with an optimizer; `unknown` where the optimizer is. */
export type RateAssessment = 'typical' | 'low' | 'high' | 'unknown';

/** An optimizer as a program has it. */
export interface OptimizerInUse {
  /** Its name in any spelling: `AdamW`, `adamw_torch`, `FusedAdam`; null if the program does not show it. */
  readonly optimizer: string | null;
  /** Those that the program may choose in its place when it runs. */
  readonly others?: readonly string[];
  /** `hf` for the settings of Transformers and its kin, which fine-tune with AdamW unless they are told otherwise. */
  readonly framework: string;
}

/** "Adam", "SGD or Adam"; null if the program shows none. */
export function nameOptimizers({ optimizer, others = [] }: OptimizerInUse): string | null {
  return optimizer === null ? null : formatChoice([optimizer, ...others]);
}

/** What is known of an optimizer as its framework uses it; null if it is nothing, or the program chooses among several kinds. */
export function familyAt({ optimizer, others = [], framework }: OptimizerInUse): OptimizerFamily | null {
  if (optimizer === null) return framework === 'hf' ? FINE_TUNING : null;
  const family = familyOf(optimizer);
  if (others.some((other) => familyOf(other) !== family)) return null;
  return framework === 'hf' && family?.name === FINE_TUNING.name ? FINE_TUNING : family;
}

/** The rates that are usual with an optimizer; null if nothing is known of it. */
export function usualRates(use: OptimizerInUse): RateRange | null {
  return familyAt(use)?.usual ?? null;
}

/** Where a rate stands: outside of what is usual, or inside but far from where most trainings start. */
export type RateStanding = 'low' | 'rather-low' | 'usual' | 'rather-high' | 'high';

/** Where a rate stands among those of an optimizer. All that is said about a rate in words follows from it. */
export function standingOf(rate: number, { usual, start, isRateFree }: OptimizerFamily): RateStanding {
  if (rate < usual[0]) return 'low';
  if (rate > usual[1]) return 'high';
  if (rate < start[0] && !isRateFree) return 'rather-low';
  return rate > start[1] && !isRateFree ? 'rather-high' : 'usual';
}

export function assessRate(rate: number, usual: RateRange | null): RateAssessment {
  if (!usual) return 'unknown';
  if (rate < usual[0]) return 'low';
  return rate > usual[1] ? 'high' : 'typical';
}
