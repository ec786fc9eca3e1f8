import { argumentFor, isLocalCall } from '../program/arguments.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { lastName } from '../syntax/expression.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Scope } from '../syntax/facts.ts';
import { mayBeRate } from './plausibility.ts';
import type { RateTrace } from './rateTrace.ts';
import { traceRate } from './traceRate.ts';

/** An argument that the program passes to one of its own functions, and that may be a rate. */
export class PassedArgument {
  #trace: RateTrace | null = null;

  constructor(
    private readonly program: Program,
    private readonly call: CallSite,
    readonly callee: Scope,
    readonly parameter: string,
    private readonly value: Expression,
  ) {}

  /** The numbers that it comes from, if its parameter is a rate. */
  get trace(): RateTrace {
    const part = this.program.nameOf(this.parameter).rateName?.part ?? 'base';
    this.#trace ??= traceRate(this.program, this.value, this.call, { role: 'constant', part, name: this.parameter });
    return this.#trace;
  }

  /** Whether the parameter is named like a rate, and the argument looks like one. */
  get isNamedLikeRate(): boolean {
    const { rateName } = this.program.nameOf(this.parameter);
    return rateName !== null && mayBeRate(this.program, rateName, this.value, this.callee.parameters);
  }
}

/** The arguments of all calls to functions with a unique name, in source order. */
export function passedArguments(program: Program): readonly PassedArgument[] {
  return program.symbols
    .flatMap(({ calls }) => calls)
    .flatMap((site) => {
      const callee = isLocalCall(site.call) ? program.onlyFunctionNamed(lastName(site.call.callee))?.scope : undefined;
      return (callee?.parameters ?? []).flatMap((parameter, position) => {
        const argument = argumentFor(site.call, { names: [parameter], position });
        return callee && argument ? new PassedArgument(program, site, callee, parameter, argument.value) : [];
      });
    });
}
