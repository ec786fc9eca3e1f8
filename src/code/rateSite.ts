import type { RateRange } from '../domain/optimizerFamily.ts';
import type { RateAssessment } from '../domain/usualRates.ts';

/** The framework that uses the rate. `config`: a configuration file, or a module that reads like one. */
export type Framework = 'torch' | 'keras' | 'tfjs' | 'optax' | 'hf' | 'lightning' | 'config' | 'other';

/** What the number is in the program. */
export type RateRole = 'optimizer' | 'param-group' | 'scheduler' | 'argument-default' | 'constant' | 'config';

/**
 * What part the rate plays in training. `base`: the rate of an optimizer; `peak` and `start`: the highest and the first rate of a
 * schedule; `end`: its last or lowest rate; `bound`: a choice of a hyperparameter search, or a limit of its range.
 */
export type RatePart = 'base' | 'peak' | 'start' | 'end' | 'bound';

/** A range of source text. Lines and columns start at 1; columns count UTF-16 code units; the end is exclusive. */
export interface SourceRange {
  /** In a notebook: the index of the cell among all cells, from 0. What users see counts from 1. */
  readonly cell?: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A number in source code that is used as a learning rate. */
export interface RateSite extends SourceRange {
  /** Its source text. */
  readonly text: string;
  readonly value: number;
  readonly framework: Framework;
  /** The optimizer that it belongs to, by the last part of its name as written; null if the file doesn't tell. */
  readonly optimizer: string | null;
  /** Other optimizers that the program may choose at run time; usually empty. */
  readonly others: readonly string[];
  readonly role: RateRole;
  readonly part: RatePart;
  /** The name that it is the value of (`lr`, `max_lr`, `learningRate`), or the default of; null for a positional argument. */
  readonly name: string | null;
  /** Where that name is used as a learning rate. */
  readonly usedAt: readonly SourceRange[];
  /** The functions and classes around it, outermost first. */
  readonly within: readonly string[];
  /** The last name of what is called with it, `SGD` or `add_argument`; null where it stands in no call. */
  readonly callee: string | null;
  /** For a base or peak rate; `unknown` for other parts, since a schedule may start and end anywhere. */
  readonly assessment: RateAssessment;
  /** The usual range for this optimizer. */
  readonly typical: RateRange | null;
}

/** A learning rate schedule that the code creates. */
export interface ScheduleSite extends SourceRange {
  /** The last part of the scheduler's name. */
  readonly name: string;
  readonly framework: Framework;
  /**
   * `overrides`: the schedule ignores the optimizer's rate (OneCycleLR); `scales`: it starts from that rate; `is`: the schedule is passed
   * to the optimizer as its rate.
   */
  readonly effect: 'overrides' | 'scales' | 'is';
  readonly optimizer: string | null;
  /** By name: its arguments whose number is known. */
  readonly settings: Readonly<Record<string, number>>;
}

/** The learning rates and schedules of a source, in source order. */
export interface RateReport {
  readonly sites: readonly RateSite[];
  /** Optimizers that run at the default rate of their framework: the range is that of the optimizer's name. */
  readonly defaults: readonly RateSite[];
  readonly schedules: readonly ScheduleSite[];
}
