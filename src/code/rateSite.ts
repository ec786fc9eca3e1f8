import type { RateRange } from '../domain/optimizerFamily.ts';
import type { RateAssessment } from '../domain/usualRates.ts';

/** Who gives the rate its meaning. `config`: a file of settings, or a module that reads like one. */
export type Framework = 'torch' | 'keras' | 'tfjs' | 'optax' | 'hf' | 'lightning' | 'config' | 'other';

/** Where the number stands in the program. */
export type RateRole = 'optimizer' | 'param-group' | 'scheduler' | 'argument-default' | 'constant' | 'config';

/**
 * Which rate of a training it is. `base`: the one that an optimizer starts from; `peak` and `start`: the top and the beginning of
 * a schedule; `end`: where a schedule ends or what it never goes below; `bound`: what a search tries, or an end of its range.
 */
export type RatePart = 'base' | 'peak' | 'start' | 'end' | 'bound';

/** A stretch of source text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Place {
  /** In a notebook: the index of the cell, over all cells, from 0. */
  readonly cell?: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A number in source code that is a learning rate or becomes one. */
export interface RateSite extends Place {
  /** The source text of the place. */
  readonly text: string;
  readonly value: number;
  readonly framework: Framework;
  /** The optimizer that it belongs to, by the last part of its name as written; null if the file does not show it. */
  readonly optimizer: string | null;
  /** Those that the program may choose in its place when it runs; most often there are none. */
  readonly others: readonly string[];
  readonly role: RateRole;
  readonly part: RatePart;
  /** The name that the rate is written under (`lr`, `max_lr`, `learningRate`); null for a bare argument. */
  readonly name: string | null;
  /** Where its name is used as a learning rate. */
  readonly usedAt: readonly Place[];
  /** Of a base or peak rate; where a schedule starts or ends may be anything, and is `unknown`. */
  readonly assessment: RateAssessment;
  /** What is usual with this optimizer. */
  readonly typical: RateRange | null;
}

/** A schedule of the learning rate as the code creates it. */
export interface ScheduleSite extends Place {
  /** The last part of the scheduler's name. */
  readonly name: string;
  readonly framework: Framework;
  /** `overrides`: the optimizer's own rate counts for nothing (OneCycleLR); `scales`: it is where the schedule starts from; `is`: the schedule takes the rate's place. */
  readonly effect: 'overrides' | 'scales' | 'is';
  readonly optimizer: string | null;
  /** Its arguments that are numbers as far as the file shows them, by their names. */
  readonly settings: Readonly<Record<string, number>>;
}

export interface RateReport {
  /** In the order of the source. */
  readonly sites: readonly RateSite[];
  /** Optimizers that run at a rate which nobody wrote: the place is the optimizer's name, the value the framework's default. */
  readonly defaults: readonly RateSite[];
  readonly schedules: readonly ScheduleSite[];
}
