import type { NamedValue, Program } from '../analysis/program.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression } from '../syntax/expression.ts';
import type { Scope, ScopedCall, Unit } from '../syntax/facts.ts';
import { outlineBlocks } from './blocks.ts';
import type { PlaceOf, SettingReader } from './settingReader.ts';
import type { BlockOutline, StepOutline } from './trainingOutline.ts';

type PlacedCall = ScopedCall & { readonly unit: Unit };

/** Functions within functions that are looked through. */
const DEPTH = 3;

/** Finds where the schedulers of a program are stepped. */
export class StepFinder {
  readonly #steps = new Map<CallExpression, StepOutline[]>();
  /** By the last part of the name that is called. */
  readonly #calls = new Map<string, PlacedCall[]>();
  /** What schedulers are kept as, by the dotted name. */
  readonly #kept = new Map<string, NamedValue[]>();

  constructor(
    program: Program,
    schedulers: readonly CallExpression[],
    private readonly reader: SettingReader,
    private readonly placeOf: PlaceOf,
  ) {
    const created = new Set<unknown>(schedulers);
    for (const [, values] of program.namedValues) {
      for (const value of values) if (value.kind === 'assign' && created.has(value.value)) append(this.#kept, value.names.join('.'), value);
    }
    for (const call of program.calls) append(this.#calls, lastName(call.call.callee) ?? '', call);
    for (const call of this.#calls.get('step') ?? []) this.#follow(call);
  }

  of(scheduler: CallExpression): readonly StepOutline[] {
    return this.#steps.get(scheduler) ?? [];
  }

  #follow(step: PlacedCall): void {
    const { callee, args } = step.call;
    if (callee.kind !== 'path' || callee.names.length < 2) return;
    const names = callee.names.slice(0, -1);
    const owner = names.length === 1 ? ownerOfParameter(step.scope, names[0]) : null;
    const kept = owner ? this.#passedTo(owner, names[0]) : this.#keptAs(names, step.scope);
    // Of several that may be meant, none is stepped for certain.
    if (kept.length !== 1 || kept[0].value.kind !== 'call') return;
    const outline = { ...this.placeOf(step.unit, callee), blocks: this.#blocksAround(step, DEPTH), takesArguments: args.length > 0 };
    this.#steps.set(kept[0].value, [...this.of(kept[0].value), outline]);
  }

  #keptAs(names: readonly string[], from: Scope | null): NamedValue[] {
    const same = this.#kept.get(names.join('.')) ?? [];
    return names.length > 1 ? same : same.filter(({ scope }) => isAround(scope, from));
  }

  /** The schedulers that the callers of a function pass for a parameter. */
  #passedTo(owner: Scope, parameter: string): NamedValue[] {
    const index = owner.parameters.indexOf(parameter);
    return this.#callsOf(owner).flatMap(({ call, scope }) => {
      const named = call.args.find(({ name }) => name === parameter);
      const value = (named ?? (call.args[index]?.name === null ? call.args[index] : undefined))?.value;
      return value?.kind === 'path' ? this.#keptAs(value.names, scope) : [];
    });
  }

  #callsOf({ name }: Scope): readonly PlacedCall[] {
    return this.#calls.get(name) ?? [];
  }

  #blocksAround({ block, scope, unit }: PlacedCall, depth: number): BlockOutline[] {
    const own = outlineBlocks(block, scope, unit, this.reader, this.placeOf);
    const callers = scope?.kind === 'function' && depth > 0 ? this.#callsOf(scope) : [];
    return callers.length === 1 ? [...this.#blocksAround(callers[0], depth - 1), ...own] : own;
  }
}

/** The innermost function around that has a parameter of this name. */
function ownerOfParameter(from: Scope | null, name: string): Scope | null {
  for (let scope = from; scope; scope = scope.parent) if (scope.parameters.includes(name)) return scope;
  return null;
}

/** Whether what is defined in one scope is visible from another. */
function isAround(outer: Scope | null, from: Scope | null): boolean {
  for (let scope = from; scope; scope = scope.parent) if (scope === outer) return true;
  return outer === null;
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
