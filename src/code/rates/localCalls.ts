import { parseRateName } from '../rateNames.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { CallSite } from '../program/namedValue.ts';
import { compareUnits } from '../program/sourceOrder.ts';
import { argumentFor, isLocalCall } from '../program/arguments.ts';
import { mayBeRate } from './plausibility.ts';
import type { Program } from '../program/program.ts';
import type { RateTrace, RateUsage } from './rateTrace.ts';
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
    const usage: RateUsage = {
      role: 'constant',
      part: parseRateName(this.parameter)?.part ?? 'base',
      name: this.parameter,
    };
    this.#trace ??= traceRate(this.program, this.value, this.call, usage);
    return this.#trace;
  }

  /** Whether the parameter is named like a rate, and the argument looks like one. */
  get isNamedLikeRate(): boolean {
    const rateName = parseRateName(this.parameter);
    return rateName !== null && mayBeRate(this.program, rateName, this.value, this.callee.parameters);
  }
}

/** The arguments of all calls to functions with a unique name, in source order. */
export function passedArguments(program: Program): readonly PassedArgument[] {
  const calls: { readonly unit: Unit; readonly site: CallSite; readonly callee: Scope }[] = [];
  for (const name of program.functionNames) {
    const functions = program.functionsNamed(name);
    if (functions.length !== 1 || functions[0].scope.parameters.length === 0) continue;
    for (const site of program.callsTo(name))
      if (isLocalCall(site.call)) calls.push({ unit: site.unit, site, callee: functions[0].scope });
  }
  return calls
    .sort((a, b) => compareUnits(a, b) || a.site.index - b.site.index)
    .flatMap(({ site, callee }) =>
      callee.parameters.flatMap((parameter, position) => {
        const argument = argumentFor(site.call, { names: [parameter], position });
        return argument ? new PassedArgument(program, site, callee, parameter, argument.value) : [];
      }),
    );
}
