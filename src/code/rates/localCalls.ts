import { judgeRateName } from '../rateNames.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import { Memo } from '../program/dependencyTracking.ts';
import type { PlacedCall } from '../program/namedValue.ts';
import { byUnit } from '../program/sourceOrder.ts';
import { argumentFor, isOwnCall } from '../program/arguments.ts';
import { mayBeRate } from './plausibility.ts';
import type { Program } from '../program/program.ts';
import type { Trace, Way } from './rateTrace.ts';
import { traceRate } from './traceRate.ts';

/** An argument of a call to one of the program's own functions. */
export interface PassedArgument {
  readonly call: PlacedCall;
  readonly called: Scope;
  readonly parameter: string;
  readonly value: Expression;
  /** Whether the parameter is called like a rate, and the argument looks like one. */
  readonly isNamed: boolean;
}

/** What the program passes to its own functions, where that may be a rate. */
export class LocalCalls {
  readonly #traces = new WeakMap<Expression, { readonly parameter: string; readonly trace: Memo<Trace> }>();

  constructor(private readonly program: Program) {}

  /** All arguments of calls to functions that there is one of, in the order of the source. */
  get passed(): readonly PassedArgument[] {
    const calls: { readonly unit: Unit; readonly call: PlacedCall; readonly called: Scope }[] = [];
    for (const name of this.program.functionNames) {
      const functions = this.program.functionsOf(name);
      if (functions.length !== 1 || functions[0].scope.parameters.length === 0) continue;
      for (const call of this.program.callsOf(name))
        if (isOwnCall(call.call)) calls.push({ unit: call.unit, call, called: functions[0].scope });
    }
    return calls
      .sort((a, b) => byUnit(a, b) || a.call.index - b.call.index)
      .flatMap(({ call, called }) =>
        called.parameters.flatMap((parameter, index) => {
          const argument = argumentFor(call.call, { names: [parameter], position: index });
          return argument
            ? [
                {
                  call,
                  called,
                  parameter,
                  value: argument.value,
                  isNamed: this.#isNamed(parameter, argument.value, called),
                },
              ]
            : [];
        }),
      );
  }

  /** What an argument comes to if its parameter is a rate. */
  trace({ call: { unit, scope }, parameter, value }: PassedArgument): Trace {
    const known = this.#traces.get(value);
    if (known?.parameter === parameter) return known.trace.value;
    const way: Way = { role: 'constant', part: judgeRateName(parameter)?.part ?? 'base', name: parameter };
    const trace = new Memo(this.program.versions, () => traceRate(this.program, value, { unit, scope }, way));
    this.#traces.set(value, { parameter, trace });
    return trace.value;
  }

  #isNamed(parameter: string, value: Expression, called: Scope): boolean {
    const judged = judgeRateName(parameter);
    return judged !== null && mayBeRate(this.program, judged, value, called.parameters);
  }
}
