import { FINE_TUNING, familyOf } from './optimizerFamily.ts';
import type { OptimizerFamily } from './optimizerFamily.ts';

/** A learning rate as a program has it. */
export interface WrittenRate {
  readonly value: number;
  /** `hf` is the Trainer of Transformers, which fine-tunes, with AdamW unless told otherwise. */
  readonly framework: string;
  /** By the name that it has in the program; null if that is not to be seen. */
  readonly optimizer: string | null;
  /** `param-group`: parameters that have a rate of their own. */
  readonly role: string;
  /** `end` and `start` of a schedule lie below the rate by design; a `bound` is where a search ends. */
  readonly part: string;
}

export type Assessment = 'typical' | 'low' | 'high' | 'unknown';

export interface RateAssessment {
  readonly assessment: Assessment;
  /** The usual rates of this optimizer here; null if it is not known. */
  readonly typical: readonly [low: number, high: number] | null;
}

/** Pretrained layers in a group of their own get a tenth of the rate and less (Howard & Ruder 2018: 1/2.6 from layer to layer). */
const GROUP_SHARE = 0.1;

/** The optimizer's family as this framework uses it; null if it is not known. */
export function familyAt({ framework, optimizer }: Pick<WrittenRate, 'framework' | 'optimizer'>): OptimizerFamily | null {
  if (optimizer === null) return framework === 'hf' ? FINE_TUNING : null;
  const family = familyOf(optimizer);
  return framework === 'hf' && family?.name === FINE_TUNING.name ? FINE_TUNING : family;
}

/** Whether a rate is usual for its optimizer, low or high. */
export function assessRate(rate: WrittenRate): RateAssessment {
  const family = familyAt(rate);
  if (!family) return { assessment: 'unknown', typical: null };
  const typical = usualFor(rate, family);
  return { assessment: assess(rate, typical), typical };
}

function usualFor({ role }: WrittenRate, { usual: [low, high] }: OptimizerFamily): readonly [number, number] {
  // A tenth of 1e-4 is 1.0000000000000001e-5 otherwise.
  return role === 'param-group' ? [Number((low * GROUP_SHARE).toPrecision(6)), high] : [low, high];
}

function assess({ value, part }: WrittenRate, [low, high]: readonly [number, number]): Assessment {
  if (part === 'bound' || Number.isNaN(value)) return 'unknown';
  if (value > high) return 'high';
  return value >= low || part === 'end' || part === 'start' ? 'typical' : 'low';
}
