import type { SchedulerEntry } from '../catalog/catalogEntry.ts';
import type { Framework } from '../rateSite.ts';
import type { Expression, Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { traceRate } from './traceRate.ts';
import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import type { Owner } from './siteDrafts.ts';
import type { Trace, Way } from './rateTrace.ts';

/** An optimizer that runs at the framework's default rate. */
export interface DefaultDraft extends Span {
  readonly unit: Unit;
  readonly value: number;
  readonly framework: Framework;
  readonly optimizer: string | null;
}

/** A scheduler that the code creates. */
export interface ScheduleDraft extends Span {
  readonly unit: Unit;
  readonly entry: SchedulerEntry;
  readonly optimizer: string | null;
  readonly settings: Readonly<Record<string, number>>;
}

/** Where a value is used as a rate: whose, and on which way. */
export interface Slot extends Owner, Way {}

/** Rates of one owner. */
export interface OwnedRates {
  readonly owner: Owner;
  readonly trace: Trace;
}

/** An optimizer that takes what a name stands for as its rate. */
export interface Taker {
  readonly name: string;
  readonly optimizer: string;
}

/** What is found in one place of a program. */
export interface Findings {
  readonly rates: readonly OwnedRates[];
  readonly defaults: readonly DefaultDraft[];
  readonly schedules: readonly ScheduleDraft[];
  /** Names of the optimizers that are created there. */
  readonly optimizers: ReadonlySet<string>;
  /** Whether one of them is not one of several that the code chooses among. */
  readonly isCertain: boolean;
  /** Which of them take a rate of this name. */
  readonly takers: readonly Taker[];
  /** Whether the rate of one of them is not written in the same place: it comes from elsewhere, or may be set later. */
  readonly awaitsRate: boolean;
}

/** A search in one place of a program. */
export class Search implements Findings {
  readonly rates: OwnedRates[] = [];
  readonly defaults: DefaultDraft[] = [];
  readonly schedules: ScheduleDraft[] = [];
  readonly optimizers = new Set<string>();
  isCertain = false;
  readonly takers: Taker[] = [];
  awaitsRate = false;

  constructor(readonly program: Program) {}

  get isEmpty(): boolean {
    return (
      this.rates.length === 0 && this.defaults.length === 0 && this.schedules.length === 0 && this.optimizers.size === 0
    );
  }

  /** Records the numbers that an expression comes from. */
  collect(expression: Expression, where: Context, slot: Slot): void {
    const trace = traceRate(this.program, expression, where, slot);
    if (!trace.isEmpty) this.rates.push({ owner: slot, trace });
  }
}
