import { holderOf, lastName } from '../syntax/expression.ts';
import type { Expression } from '../syntax/expression.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { Scope } from '../syntax/facts.ts';
import { argumentFor } from './arguments.ts';
import type { Context } from './context.ts';
import type { CallSite } from './namedValue.ts';
import type { Program } from './program.ts';
import { resolveAnywhere } from './resolve.ts';
import { callableName } from './unitSymbols.ts';

/** A value that a call passes, and where the call is. */
export interface PassedValue extends Context {
  readonly value: Expression;
}

/**
 * The calls in the program that may be to one of its functions: by its own name, or for a method with `self` or an object of its class.
 * `model.train()` isn't one to a function `train`.
 */
export function callersOf(program: Program, callee: Scope): readonly CallSite[] {
  return program.callsTo(callableName(callee)).filter((site) => mayCall(program, callee, site));
}

/** The values that calls in the program pass for a parameter of a function; empty if several functions share its name. */
export function valuesPassedFor(program: Program, callee: Scope, parameter: string): readonly PassedValue[] {
  if (!program.onlyFunctionNamed(callableName(callee))) return [];
  return callersOf(program, callee).flatMap(({ call, scope, unit, block }) => {
    const argument = argumentFor(call, { names: [parameter], position: callee.parameters.indexOf(parameter) });
    return argument ? [{ value: argument.value, scope, unit, block }] : [];
  });
}

function mayCall(program: Program, { parent, name, parameters }: Scope, site: CallSite): boolean {
  const { callee, args } = site.call;
  if (callee.kind !== 'path') return false;
  const owner = parent?.kind === 'class' && callableName({ name, parent } as Scope) === name ? parent : null;
  const holder = holderOf(callee);
  if (owner === null || holder === null) return owner === null && holder === null;
  if (holder.names.length === 1 && /^(self|this|cls)$/.test(holder.names[0])) {
    const around = enclosingClass(site.scope);
    return around === owner || isBaseOf(owner, around) || isBaseOf(around, owner);
  }
  const objects = holder.names[0] === '()' ? holder.inner : resolveAnywhere(program, holder, site).values.map(({ value }) => value); // prettier-ignore
  // Of an object that the file doesn't show, the arguments must fit: `model.train()` doesn't call `train(self, loader)`.
  if (objects.length === 0) return args.length > 0 || parameters.length === 0;
  return objects.some((object) => object.kind === 'call' && lastName(object.callee) === owner.name);
}

function isBaseOf(base: Scope | null, derived: Scope | null): boolean {
  return base !== null && derived !== null && derived.bases.some((name) => name.split('.').pop() === base.name);
}
