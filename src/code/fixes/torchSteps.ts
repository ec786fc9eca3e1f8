import { argumentFor, isLocalCall } from '../program/arguments.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import type { Scope } from '../syntax/facts.ts';

/** Libraries that step the optimizer or shard the gradients themselves, in ways of their own. */
export const LIBRARIES_THAT_STEP =
  /^(accelerate|deepspeed|apex|lightning|pytorch_lightning|colossalai|torch\.distributed\.(fsdp|_composable))\b/;

/** An optimizer by its name where it is created. */
export interface NamedOptimizer {
  readonly optimizer: string;
  readonly site: CallSite;
}

/** An optimizer and the model whose parameters it updates, by their names where it is created. */
interface Trained extends NamedOptimizer {
  readonly model: string;
}

/** The plain name that an optimizer is kept under; null if there is none, or if the name has other values in its scope. */
export function optimizerNameOf(program: Program, { call, scope, unit }: CallSite): string | null {
  const assigned = program.symbolsOf(unit).values.find(({ value, kind }) => value === call && kind === 'assign');
  if (assigned?.names.length !== 1) return null;
  const [name] = assigned.names;
  return valuesOf(program, name, scope, unit).length === 1 ? name : null;
}

/** How the code that steps an optimizer knows it; null where another object is stepped. */
export function steppedAs(program: Program, step: CallSite, optimizer: NamedOptimizer): 'name' | 'parameter' | null {
  const { callee } = step.call;
  if (callee.kind !== 'path' || callee.names.length !== 2) return null;
  const [stepped] = callee.names;
  const owner = ownerOf(program, step, stepped);
  if (owner?.parameters.includes(stepped))
    return localCallsTo(program, owner).some((caller) =>
      passes(program, caller, owner, stepped, optimizer.optimizer, optimizer.site),
    )
      ? 'parameter'
      : null;
  return stepped === optimizer.optimizer && owner === optimizer.site.scope ? 'name' : null;
}

/**
 * What the model is called where an optimizer is stepped.
 * @returns `other` if another object is stepped there, `unclear` if the model has no name there for certain
 */
export function modelAtStep(
  program: Program,
  step: CallSite,
  trained: Trained,
): { readonly model: string } | 'other' | 'unclear' {
  const known = steppedAs(program, step, trained);
  if (known === null || step.call.callee.kind !== 'path') return 'other';
  const { model, site } = trained;
  if (known === 'name') return ownerOf(program, step, model) === ownerOf(program, site, model) ? { model } : 'unclear';
  const [stepped] = step.call.callee.names;
  return passedModel(program, ownerOf(program, step, stepped)!, stepped, trained);
}

/** The parameter that every caller passes the model for, where it passes the optimizer for the one that is stepped. */
function passedModel(
  program: Program,
  owner: Scope,
  stepped: string,
  { optimizer, model, site }: Trained,
): { readonly model: string } | 'unclear' {
  const callers = localCallsTo(program, owner);
  const passing = callers.filter((caller) => passes(program, caller, owner, stepped, optimizer, site));
  const parameter = owner.parameters.find((name) =>
    passing.every((caller) => passes(program, caller, owner, name, model, site)),
  );
  const isCertain = passing.length === callers.length && program.functionsNamed(owner.name).length === 1;
  return isCertain && parameter !== undefined ? { model: parameter } : 'unclear';
}

/** Whether a caller of a function passes what a name means at a site for a parameter. */
function passes(program: Program, caller: CallSite, owner: Scope, parameter: string, name: string, site: CallSite) {
  const position = owner.parameters.indexOf(parameter);
  const value = argumentFor(caller.call, { names: [parameter], position })?.value;
  return (
    value?.kind === 'path' &&
    value.names.join('.') === name &&
    ownerOf(program, caller, name) === ownerOf(program, site, name)
  );
}

/** The calls of a function of the program. */
export function localCallsTo(program: Program, { name }: Scope): readonly CallSite[] {
  return program.callsTo(name).filter(({ call }) => isLocalCall(call));
}

/** The function that a name belongs to where it is used; null for one of the module. */
export function ownerOf(
  program: Program,
  { scope, unit }: Pick<CallSite, 'scope' | 'unit'>,
  name: string,
): Scope | null {
  for (let owner = scope; owner; owner = owner.parent)
    if (
      owner.kind === 'function' &&
      (owner.parameters.includes(name) || valuesOf(program, name, owner, unit).length > 0)
    )
      return owner;
  return null;
}

/** The values that a scope, or the module, gives to a plain name. */
export function valuesOf(program: Program, name: string, scope: Scope | null, unit: CallSite['unit']) {
  const own = scope ? program.symbolsOf(unit).valuesIn(scope, name) : program.nameOf(name).values;
  return own.filter(
    ({ names, kind, scope: of }) => names.length === 1 && kind !== 'entry' && kind !== 'option' && of === scope,
  );
}
