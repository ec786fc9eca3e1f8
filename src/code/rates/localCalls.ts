import { parseRateName } from '../rateNames.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import { Memo } from '../program/dependencyTracking.ts';
import type { CallSite } from '../program/namedValue.ts';
import { compareUnits } from '../program/sourceOrder.ts';
import { argumentFor, isLocalCall } from '../program/arguments.ts';
import { mayBeRate } from './plausibility.ts';
import type { Program } from '../program/program.ts';
import type { RateTrace, RateUsage } from './rateTrace.ts';
import { traceRate } from './traceRate.ts';

/** An argument of a call to a function that the program defines. */
export interface PassedArgument {
  readonly call: CallSite;
  readonly callee: Scope;
  readonly parameter: string;
  readonly value: Expression;
  /** Whether the parameter is named like a rate, and the argument looks like one. */
  readonly isNamedLikeRate: boolean;
}

/** Arguments that the program passes to its own functions and that may be rates. */
export class LocalCalls {
  readonly #traces = new WeakMap<Expression, { readonly parameter: string; readonly trace: Memo<RateTrace> }>();

  constructor(private readonly program: Program) {}

  /** The arguments of all calls to functions with a unique name, in source order. */
  get passedArguments(): readonly PassedArgument[] {
    const calls: { readonly unit: Unit; readonly call: CallSite; readonly callee: Scope }[] = [];
    for (const name of this.program.functionNames) {
      const functions = this.program.functionsNamed(name);
      if (functions.length !== 1 || functions[0].scope.parameters.length === 0) continue;
      for (const call of this.program.callsTo(name))
        if (isLocalCall(call.call)) calls.push({ unit: call.unit, call, callee: functions[0].scope });
    }
    return calls
      .sort((a, b) => compareUnits(a, b) || a.call.index - b.call.index)
      .flatMap(({ call, callee }) =>
        callee.parameters.flatMap((parameter, index) => {
          const argument = argumentFor(call.call, { names: [parameter], position: index });
          return argument
            ? [
                {
                  call,
                  callee,
                  parameter,
                  value: argument.value,
                  isNamedLikeRate: this.#isNamedLikeRate(parameter, argument.value, callee),
                },
              ]
            : [];
        }),
      );
  }

  /** The numbers that an argument comes from, if its parameter is a rate. */
  trace({ call: { unit, scope }, parameter, value }: PassedArgument): RateTrace {
    const known = this.#traces.get(value);
    if (known?.parameter === parameter) return known.trace.value;
    const usage: RateUsage = { role: 'constant', part: parseRateName(parameter)?.part ?? 'base', name: parameter };
    const trace = new Memo(this.program.tracker, () => traceRate(this.program, value, { unit, scope }, usage));
    this.#traces.set(value, { parameter, trace });
    return trace.value;
  }

  #isNamedLikeRate(parameter: string, value: Expression, callee: Scope): boolean {
    const rateName = parseRateName(parameter);
    return rateName !== null && mayBeRate(this.program, rateName, value, callee.parameters);
  }
}
