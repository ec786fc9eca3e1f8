import type { Framework, RatePart, ScheduleSite } from '../rateSite.ts';

/** A parameter that takes a learning rate. */
export interface RateParameter {
  /** Its names, the current one first. */
  readonly names: readonly string[];
  /** Its position; null if it can only be passed by name. */
  readonly position: number | null;
  readonly part: RatePart;
}

/** An optimizer that a program can create. */
export interface OptimizerEntry {
  readonly kind: 'optimizer';
  readonly name: string;
  readonly framework: Framework;
  readonly rate: RateParameter;
  /** The rate if none is passed; null if it is required. */
  readonly defaultRate: number | null;
  /** The position of the model parameters, which may be groups with their own rates; null if it takes none. */
  readonly groups: number | null;
}

/** A parameter that a scheduler multiplies the rate by, and which values other than those between 0 and 1 are fine. */
export interface FactorParameter {
  readonly name: string;
  readonly mayBeZero: boolean;
  readonly mayBeOne: boolean;
  /** Whether a factor above 1 may be meant: it raises the rate, which finds the highest one that trains. */
  readonly mayGrow: boolean;
  /** The values that the framework raises an error for: none, those from 1 on, or all that are not fine. */
  readonly refused: 'none' | 'from 1 on' | 'all';
}

/** A learning rate schedule. */
export interface SchedulerEntry {
  readonly kind: 'scheduler';
  readonly name: string;
  readonly framework: Framework;
  readonly effect: ScheduleSite['effect'];
  /** The names of its parameters, in order. */
  readonly parameters: readonly string[];
  readonly rates: readonly RateParameter[];
  readonly factors: readonly FactorParameter[];
}

/** A settings class with the learning rate, such as TrainingArguments. */
export interface SettingsEntry {
  readonly kind: 'settings';
  readonly name: string;
  readonly framework: Framework;
  readonly rate: RateParameter;
  readonly defaultRate: number;
}

/** Something in the catalog that takes a learning rate. */
export type CatalogEntry = OptimizerEntry | SchedulerEntry | SettingsEntry;

/** @param parameters their names in order, separated by spaces. @param rates those that are learning rates, and which part they play */
export function scheduler(
  name: string,
  framework: Framework,
  effect: SchedulerEntry['effect'],
  parameters: string,
  rates: Readonly<Record<string, RatePart>>,
  factors: readonly FactorParameter[] = [],
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
    factors,
  };
}

/** A factor that lowers the rate or leaves it; other values are taken, too. */
export function factor(name: string, exceptions: Partial<FactorParameter> = {}): FactorParameter {
  return { name, mayBeZero: false, mayBeOne: true, mayGrow: false, refused: 'none', ...exceptions };
}
