import { appendTo } from '../program/lists.ts';
import type { NamedValue, CallSite } from '../program/namedValue.ts';
import type { CallExpression } from '../syntax/expression.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { Block, Scope } from '../syntax/facts.ts';
import { outlineBlocks } from './blocks.ts';
import type { CreatedObject } from './createdObject.ts';
import type { SettingReader } from './settingReader.ts';
import type { BlockOutline, StepOutline } from './trainingOutline.ts';

/** How many callers up to look for loops around a step. */
const MAX_DEPTH = 3;

/** Methods that don't step an object, and don't hand it to anything that could. */
const HARMLESS = ['zero_grad', 'state_dict', 'load_state_dict', 'get_last_lr', 'get_lr', 'init', 'step'];

/** Finds the calls of methods of the optimizers and schedulers of a program. */
export class ObjectCalls {
  /** By method. */
  readonly #calls = new Map<string, Map<CallExpression, StepOutline[]>>();
  /** The assignments of the objects, by dotted name. */
  readonly #assignments = new Map<string, NamedValue[]>();
  /** By name, those of attributes with a dot: how often the visible calls write it. */
  readonly #explained = new Map<string, number>();

  constructor(
    created: readonly CreatedObject[],
    private readonly reader: SettingReader,
  ) {
    const { program } = reader;
    for (const { call } of created) {
      const { values } = program.symbolsOf(call.unit);
      for (const value of values)
        if (value.kind === 'assign' && value.value === call.call)
          appendTo(this.#assignments, value.names.join('.'), value);
      for (const { value } of call.call.args) if (value.kind === 'path') this.#explain(value.names);
    }
    if (created.length === 0) return;
    for (const method of HARMLESS) for (const call of program.callsTo(method)) this.#follow(method, call);
  }

  of(created: CallExpression, method: 'step' | 'init' | 'load_state_dict'): readonly StepOutline[] {
    return this.#calls.get(method)?.get(created) ?? [];
  }

  /**
   * Whether an object is kept under a name, or as an attribute of a class without bases, that the program writes nowhere but in its
   * creation and in the visible calls.
   */
  isPrivate(created: CallExpression): boolean {
    const assigned = this.#assignmentOf(created);
    const key = assigned && keyOf(assigned.names);
    if (!key || (key.startsWith('.') && enclosingClass(assigned.scope)?.bases.length !== 0)) return false;
    let mentions = 0;
    for (const { unit } of this.reader.program.symbols) mentions += unit.facts.mentions.get(key) ?? 0;
    return mentions === 1 + (this.#explained.get(key) ?? 0);
  }

  /** The assignment of an object to the only name that it has; null if there is none, or the name has other values. */
  #assignmentOf(created: CallExpression): NamedValue | null {
    for (const [, [assigned, ...more]] of this.#assignments)
      if (assigned.value === created) return more.length === 0 ? assigned : null;
    return null;
  }

  #explain(names: readonly string[]): void {
    const key = keyOf(names);
    if (key) this.#explained.set(key, (this.#explained.get(key) ?? 0) + 1);
  }

  #follow(method: string, call: CallSite): void {
    const { callee, args } = call.call;
    if (callee.kind !== 'path' || callee.names.length < 2) return;
    const names = callee.names.slice(0, -1);
    this.#explain(names);
    const owner = names.length === 1 ? scopeOfParameter(call.scope, names[0]) : null;
    const assigned = owner ? this.#passedTo(owner, names[0]) : this.#assignedTo(names, call.scope);
    // If several objects are possible, none of them is meant for certain.
    if (assigned.length !== 1 || assigned[0].value.kind !== 'call') return;
    const byObject = this.#calls.get(method) ?? new Map<CallExpression, StepOutline[]>();
    this.#calls.set(method, byObject);
    appendTo(byObject, assigned[0].value, {
      blocks: this.#blocksAround(call, MAX_DEPTH),
      isConditional: hasCondition(call.block),
      argument: args.length > 0 ? this.reader.read(args[0].value, call) : null,
      ...this.reader.source.rangeOf(call.unit, callee),
    });
  }

  #assignedTo(names: readonly string[], from: Scope | null): NamedValue[] {
    const same = this.#assignments.get(names.join('.')) ?? [];
    return names.length > 1 ? same : same.filter(({ scope }) => isVisibleFrom(scope, from));
  }

  /** The objects that the callers of a function pass for a parameter. */
  #passedTo(owner: Scope, parameter: string): NamedValue[] {
    const index = owner.parameters.indexOf(parameter);
    return this.reader.program.callsTo(owner.name).flatMap(({ call, scope }) => {
      const named = call.args.find(({ name }) => name === parameter);
      const value = (named ?? (call.args[index]?.name === null ? call.args[index] : undefined))?.value;
      return value?.kind === 'path' ? this.#assignedTo(value.names, scope) : [];
    });
  }

  #blocksAround(site: CallSite, depth: number): BlockOutline[] {
    const own = outlineBlocks(site, this.reader);
    const { scope } = site;
    const callers = scope?.kind === 'function' && depth > 0 ? this.reader.program.callsTo(scope.name) : [];
    return callers.length === 1 ? [...this.#blocksAround(callers[0], depth - 1), ...own] : own;
  }
}

/** What a name or an attribute is counted by; null for longer paths. */
function keyOf(names: readonly string[]): string | null {
  if (names.length === 1) return names[0];
  return names.length === 2 && names[0] === 'self' ? `.${names[1]}` : null;
}

/** The innermost enclosing function with a parameter of this name. */
function scopeOfParameter(from: Scope | null, name: string): Scope | null {
  for (let scope = from; scope; scope = scope.parent) if (scope.parameters.includes(name)) return scope;
  return null;
}

/** Whether any condition is around code in its function, also one that never changes. */
export function hasCondition(block: Block | null): boolean {
  return block !== null && (block.kind === 'if' || hasCondition(block.outer));
}

/** Whether names of one scope are visible in another. */
function isVisibleFrom(outer: Scope | null, from: Scope | null): boolean {
  for (let scope = from; scope; scope = scope.parent) if (scope === outer) return true;
  return outer === null;
}
