import type { Expression } from '../syntax/expression.ts';
import type { RateCollector } from './rateCollector.ts';
import { traceRate } from './traceRate.ts';
import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import type { Attribution } from './siteDrafts.ts';
import type { RateUsage } from './rateTrace.ts';

/** How a value is used as a rate, and whose rate it is. */
export interface AttributedUsage extends Attribution, RateUsage {}

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
