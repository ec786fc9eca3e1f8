import { argumentFor, isLocalCall } from '../program/arguments.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import type { Scope } from '../syntax/facts.ts';

/** An optimizer and the model whose parameters it updates, by their names where it is created. */
interface Trained {
  readonly optimizer: string;
  readonly model: string;
  readonly site: CallSite;
}

/** The plain name that an optimizer is kept under; null if there is none, or if the name has other values in its scope. */
export function optimizerNameOf(program: Program, { call, scope, unit }: CallSite): string | null {
  const assigned = program.symbolsOf(unit).values.find(({ value, kind }) => value === call && kind === 'assign');
  if (assigned?.names.length !== 1) return null;
  const [name] = assigned.names;
  return valuesOf(program, name, scope, unit).length === 1 ? name : null;
}

/**
 * What the model is called where an optimizer is stepped.
 * @returns `other` if another object is stepped there, `unclear` if the model has no name there for certain
 */
export function modelAtStep(
  program: Program,
  step: CallSite,
  { optimizer, model, site }: Trained,
): { readonly model: string } | 'other' | 'unclear' {
  const { callee } = step.call;
  if (callee.kind !== 'path' || callee.names.length !== 2) return 'other';
  const [stepped] = callee.names;
  const owner = ownerOf(program, step, stepped);
  if (owner?.parameters.includes(stepped)) return passedModel(program, owner, stepped, { optimizer, model, site });
  if (stepped !== optimizer || owner !== site.scope) return 'other';
  return ownerOf(program, step, model) === ownerOf(program, site, model) ? { model } : 'unclear';
}

/** The parameter that every caller passes the model for, where it passes the optimizer for the one that is stepped. */
function passedModel(
  program: Program,
  owner: Scope,
  stepped: string,
  { optimizer, model, site }: Trained,
): { readonly model: string } | 'other' | 'unclear' {
  const callers = program.callsTo(owner.name).filter(({ call }) => isLocalCall(call));
  const passes = (caller: CallSite, parameter: string, name: string) => {
    const position = owner.parameters.indexOf(parameter);
    const value = argumentFor(caller.call, { names: [parameter], position })?.value;
    return (
      value?.kind === 'path' &&
      value.names.join('.') === name &&
      ownerOf(program, caller, name) === ownerOf(program, site, name)
    );
  };
  const passing = callers.filter((caller) => passes(caller, stepped, optimizer));
  if (passing.length === 0) return 'other';
  const parameter = owner.parameters.find((name) => passing.every((caller) => passes(caller, name, model)));
  const isCertain = passing.length === callers.length && program.functionsNamed(owner.name).length === 1;
  return isCertain && parameter !== undefined ? { model: parameter } : 'unclear';
}

/** The function that a name belongs to where it is used; null for one of the module. */
function ownerOf(program: Program, { scope, unit }: Pick<CallSite, 'scope' | 'unit'>, name: string): Scope | null {
  for (let owner = scope; owner; owner = owner.parent)
    if (
      owner.kind === 'function' &&
      (owner.parameters.includes(name) || valuesOf(program, name, owner, unit).length > 0)
    )
      return owner;
  return null;
}

function valuesOf(program: Program, name: string, scope: Scope | null, unit: CallSite['unit']) {
  const own = scope ? program.symbolsOf(unit).valuesIn(scope, name) : program.nameOf(name).values;
  return own.filter(
    ({ names, kind, scope: of }) => names.length === 1 && kind !== 'entry' && kind !== 'option' && of === scope,
  );
}
