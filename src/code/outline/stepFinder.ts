import { appendTo } from '../program/lists.ts';
import type { NamedValue, CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import type { SourceText } from '../sourceText.ts';
import type { CallExpression } from '../syntax/expression.ts';
import type { Scope } from '../syntax/facts.ts';
import { outlineBlocks } from './blocks.ts';
import type { CreatedScheduler } from './createdScheduler.ts';
import type { SettingReader } from './settingReader.ts';
import type { BlockOutline, StepOutline } from './trainingOutline.ts';

/** How many callers up to look for loops around a step. */
const MAX_DEPTH = 3;

/** Finds where the schedulers of a program are stepped. */
export class StepFinder {
  readonly #steps = new Map<CallExpression, StepOutline[]>();
  /** The assignments of schedulers, by dotted name. */
  readonly #assignments = new Map<string, NamedValue[]>();

  constructor(
    private readonly program: Program,
    schedulers: readonly CreatedScheduler[],
    private readonly reader: SettingReader,
    private readonly source: SourceText,
  ) {
    for (const { call } of schedulers) {
      const { values } = program.symbolsOf(call.unit);
      for (const value of values)
        if (value.kind === 'assign' && value.value === call.call)
          appendTo(this.#assignments, value.names.join('.'), value);
    }
    if (schedulers.length > 0) for (const call of program.callsTo('step')) this.#follow(call);
  }

  of(scheduler: CallExpression): readonly StepOutline[] {
    return this.#steps.get(scheduler) ?? [];
  }

  #follow(step: CallSite): void {
    const { callee, args } = step.call;
    if (callee.kind !== 'path' || callee.names.length < 2) return;
    const names = callee.names.slice(0, -1);
    const owner = names.length === 1 ? scopeOfParameter(step.scope, names[0]) : null;
    const assigned = owner ? this.#passedTo(owner, names[0]) : this.#assignedTo(names, step.scope);
    // If several schedulers are possible, none of them is stepped for certain.
    if (assigned.length !== 1 || assigned[0].value.kind !== 'call') return;
    const outline = {
      blocks: this.#blocksAround(step, MAX_DEPTH),
      takesArguments: args.length > 0,
      ...this.source.rangeOf(step.unit, callee),
    };
    this.#steps.set(assigned[0].value, [...this.of(assigned[0].value), outline]);
  }

  #assignedTo(names: readonly string[], from: Scope | null): NamedValue[] {
    const same = this.#assignments.get(names.join('.')) ?? [];
    return names.length > 1 ? same : same.filter(({ scope }) => isVisibleFrom(scope, from));
  }

  /** The schedulers that the callers of a function pass for a parameter. */
  #passedTo(owner: Scope, parameter: string): NamedValue[] {
    const index = owner.parameters.indexOf(parameter);
    return this.#callsOf(owner).flatMap(({ call, scope }) => {
      const named = call.args.find(({ name }) => name === parameter);
      const value = (named ?? (call.args[index]?.name === null ? call.args[index] : undefined))?.value;
      return value?.kind === 'path' ? this.#assignedTo(value.names, scope) : [];
    });
  }

  #callsOf({ name }: Scope): readonly CallSite[] {
    return this.program.callsTo(name);
  }

  #blocksAround({ block, scope, unit }: CallSite, depth: number): BlockOutline[] {
    const own = outlineBlocks(block, scope, unit, this.reader, this.source);
    const callers = scope?.kind === 'function' && depth > 0 ? this.#callsOf(scope) : [];
    return callers.length === 1 ? [...this.#blocksAround(callers[0], depth - 1), ...own] : own;
  }
}

/** The innermost enclosing function with a parameter of this name. */
function scopeOfParameter(from: Scope | null, name: string): Scope | null {
  for (let scope = from; scope; scope = scope.parent) if (scope.parameters.includes(name)) return scope;
  return null;
}

/** Whether names of one scope are visible in another. */
function isVisibleFrom(outer: Scope | null, from: Scope | null): boolean {
  for (let scope = from; scope; scope = scope.parent) if (scope === outer) return true;
  return outer === null;
}
