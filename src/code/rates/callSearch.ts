import type { SchedulerEntry } from '../catalog/catalogEntry.ts';
import type { Framework } from '../rateSite.ts';
import type { Expression, Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import type { RateCollector } from './rateCollector.ts';
import { traceRate } from './traceRate.ts';
import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import type { Attribution } from './siteDrafts.ts';
import type { RateTrace, RateUsage } from './rateTrace.ts';

/** An optimizer that runs at the framework's default rate. */
export interface DefaultDraft extends Span {
  readonly unit: Unit;
  readonly value: number;
  readonly framework: Framework;
  readonly optimizer: string | null;
  /** The parameter that has the default. */
  readonly name: string;
}

/** A scheduler that the code creates. */
export interface ScheduleDraft extends Span {
  readonly unit: Unit;
  readonly entry: SchedulerEntry;
  readonly optimizer: string | null;
  readonly settings: Readonly<Record<string, number>>;
}

/** How a value is used as a rate, and whose rate it is. */
export interface AttributedUsage extends Attribution, RateUsage {}

/** Rates, and whose they are. */
export interface AttributedRates {
  readonly attribution: Attribution;
  readonly trace: RateTrace;
}

/** What the search of a call works with: the program, and where it records what it finds. */
export class CallSearch {
  constructor(
    readonly program: Program,
    readonly found: RateCollector,
  ) {}

  /** Traces an expression that is used as a rate, and records the numbers that it comes from. */
  record(expression: Expression, context: Context, usage: AttributedUsage): void {
    const trace = traceRate(this.program, expression, context, usage);
    if (!trace.isEmpty) this.found.addRates({ attribution: usage, trace });
  }
}
