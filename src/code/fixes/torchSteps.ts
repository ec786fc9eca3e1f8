import { argumentFor, isLocalCall } from '../program/arguments.ts';
import type { CallSite, NamedValue } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { enclosingClass } from '../syntax/facts.ts';
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

/**
 * The name that an optimizer is kept under, `optimizer` or `self.optimizer`; null if there is none, or if the name has other values in its
 * scope or class.
 */
export function optimizerNameOf(program: Program, { call, scope, unit }: CallSite): string | null {
  const assigned = program.symbolsOf(unit).values.find(({ value, kind }) => value === call && kind === 'assign');
  const name = assigned?.names.join('.') ?? '';
  if (isAttribute(name)) return attributeValues(program, name, scope).length === 1 ? name : null;
  return assigned?.names.length === 1 && valuesOf(program, name, scope, unit).length === 1 ? name : null;
}

/** Whether a name is that of an attribute, which all methods of its class see: `self.optimizer`. */
export function isAttribute(name: string): boolean {
  return /^self\.\w+$/.test(name);
}

/** The values that the class around a scope gives to an attribute. */
export function attributeValues(program: Program, name: string, scope: Scope | null): readonly NamedValue[] {
  const own = enclosingClass(scope);
  const isOwn = ({ names, kind, scope: of }: NamedValue) =>
    kind === 'assign' && names.join('.') === name && enclosingClass(of) === own;
  return own ? program.symbols.flatMap(({ values }) => values.filter(isOwn)) : [];
}

/** The name of what a call of `step` steps: of a GradScaler, the optimizer that it gets; null if it has none. */
function steppedNames(program: Program, { call: { callee, args } }: CallSite): readonly string[] | null {
  if (callee.kind !== 'path') return null;
  const passed = args.length === 1 && program.callsTo('GradScaler').length > 0 ? args[0].value : null;
  return passed?.kind === 'path' ? passed.names : callee.names.slice(0, -1);
}

/** How the code that steps or unscales an optimizer knows it; null where that is done to another object. */
export function steppedAs(
  program: Program,
  step: CallSite,
  optimizer: NamedOptimizer,
): 'name' | 'attribute' | 'parameter' | null {
  const names = steppedNames(program, step);
  const { site } = optimizer;
  if (isAttribute(optimizer.optimizer) && names?.join('.') === optimizer.optimizer)
    return enclosingClass(step.scope) === enclosingClass(site.scope) ? 'attribute' : null;
  if (names?.length !== 1) return null;
  const [stepped] = names;
  const owner = ownerOf(program, step, stepped);
  if (owner?.parameters.includes(stepped))
    return localCallsTo(program, owner).some((caller) =>
      passes(program, caller, owner, stepped, optimizer.optimizer, site),
    )
      ? 'parameter'
      : null;
  return stepped === optimizer.optimizer && owner === site.scope ? 'name' : null;
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
  const names = steppedNames(program, step);
  if (known === null || !names) return 'other';
  const { model, site } = trained;
  // Only what belongs to the object, too, is known to its other methods.
  if (known === 'attribute') return /^self\b/.test(model) ? { model } : 'unclear';
  if (known === 'name') return ownerOf(program, step, model) === ownerOf(program, site, model) ? { model } : 'unclear';
  const [stepped] = names;
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
