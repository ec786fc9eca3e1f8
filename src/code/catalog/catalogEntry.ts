import type { Framework, RatePart } from '../rateSite.ts';

/** A parameter that takes a learning rate. */
export interface RateParameter {
  /** Its names, the first one being today's. */
  readonly names: readonly string[];
  /** Its position; null if it can only be named. */
  readonly position: number | null;
  readonly part: RatePart;
}

/** An optimizer that a program can create. */
export interface OptimizerEntry {
  readonly kind: 'optimizer';
  readonly name: string;
  readonly framework: Framework;
  readonly rate: RateParameter;
  /** The rate if none is written; null if one has to be. */
  readonly defaultRate: number | null;
  /** Position of the parameters, which may be groups with rates of their own; null if it takes none. */
  readonly groups: number | null;
}

/** A schedule of the learning rate. */
export interface SchedulerEntry {
  readonly kind: 'scheduler';
  readonly name: string;
  readonly framework: Framework;
  readonly effect: 'overrides' | 'scales' | 'is';
  /** Its parameters in order, for naming positional arguments. */
  readonly parameters: readonly string[];
  readonly rates: readonly RateParameter[];
}

/** Settings of a whole training that hold its rate, as TrainingArguments does. */
export interface SettingsEntry {
  readonly kind: 'settings';
  readonly name: string;
  readonly framework: Framework;
  readonly rate: RateParameter;
  readonly defaultRate: number;
}

export type CatalogEntry = OptimizerEntry | SchedulerEntry | SettingsEntry;

/** Builds a scheduler from its parameters: `rates` names those that are learning rates, with the part that each plays. */
export function scheduler(
  name: string,
  framework: Framework,
  effect: SchedulerEntry['effect'],
  parameters: string,
  rates: Readonly<Record<string, RatePart>>,
): SchedulerEntry {
  const names = parameters.split(' ');
  return {
    kind: 'scheduler',
    name,
    framework,
    effect,
    parameters: names,
    rates: Object.entries(rates).map(([rate, part]) => ({
      names: [rate],
      position: names.includes(rate) ? names.indexOf(rate) : null,
      part,
    })),
  };
}
