import type { Context } from '../program/context.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import type { RateCollector } from './rateCollector.ts';
import type { RateUsage } from './rateTrace.ts';
import type { Attribution } from './siteDraft.ts';
import { traceRate } from './traceRate.ts';

/** How a value is used as a rate, and whose rate it is. */
export interface AttributedUsage extends Attribution, RateUsage {}

/** The search for rates in a call of a program. */
export class CallSearch {
  readonly call: CallExpression;
  /** The last name of what is called; empty if that is no path. */
  readonly name: string;

  /** @param found where the search records what it finds */
  constructor(
    readonly program: Program,
    readonly site: CallSite,
    readonly found: RateCollector,
  ) {
    this.call = site.call;
    this.name = lastName(site.call.callee) ?? '';
  }

  /** Traces an expression that is used as a rate, and records the numbers that it comes from. */
  record(expression: Expression, usage: AttributedUsage, context: Context = this.site): void {
    const trace = traceRate(this.program, expression, context, usage);
    if (!trace.isEmpty) this.found.addRates({ attribution: usage, trace });
  }
}
