import type { SchedulerEntry } from '../catalog/catalogEntry.ts';
import type { Framework } from '../rateSite.ts';
import type { Expression, Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
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

/** An optimizer whose rate is the value of a name. */
export interface RateConsumer {
  readonly name: string;
  readonly optimizer: string;
}

/** What was found in a call. */
export interface CallFindings {
  readonly rates: readonly AttributedRates[];
  readonly defaults: readonly DefaultDraft[];
  readonly schedules: readonly ScheduleDraft[];
  /** The names of the optimizers that it creates. */
  readonly optimizers: ReadonlySet<string>;
  /** Whether at least one of them is created unconditionally. */
  readonly hasDefiniteOptimizer: boolean;
  /** Those of them that take their rate from a name. */
  readonly consumers: readonly RateConsumer[];
  /** Those of them that are created without a literal rate: it comes from elsewhere, or may be set later. */
  readonly openOptimizers: ReadonlySet<string>;
}

/** Searches a call for rates and collects what it finds. */
export class CallSearch implements CallFindings {
  readonly rates: AttributedRates[] = [];
  readonly defaults: DefaultDraft[] = [];
  readonly schedules: ScheduleDraft[] = [];
  readonly optimizers = new Set<string>();
  hasDefiniteOptimizer = false;
  readonly consumers: RateConsumer[] = [];
  readonly openOptimizers = new Set<string>();

  constructor(readonly program: Program) {}

  /** Traces an expression that is used as a rate, and records the numbers that it comes from. */
  record(expression: Expression, context: Context, usage: AttributedUsage): void {
    const trace = traceRate(this.program, expression, context, usage);
    if (!trace.isEmpty) this.rates.push({ attribution: usage, trace });
  }
}
