import { append } from '../program/lists.ts';
import type { NamedValue, PlacedCall } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import type { Places } from '../sourceText.ts';
import type { CallExpression } from '../syntax/expression.ts';
import type { Scope } from '../syntax/facts.ts';
import { outlineBlocks } from './blocks.ts';
import type { CreatedScheduler } from './createdScheduler.ts';
import type { SettingReader } from './settingReader.ts';
import type { BlockOutline, StepOutline } from './trainingOutline.ts';

/** Functions within functions that are looked through. */
const DEPTH = 3;

/** Finds where the schedulers of a program are stepped. */
export class StepFinder {
  readonly #steps = new Map<CallExpression, StepOutline[]>();
  /** What schedulers are kept as, by the dotted name. */
  readonly #kept = new Map<string, NamedValue[]>();

  constructor(
    private readonly program: Program,
    schedulers: readonly CreatedScheduler[],
    private readonly reader: SettingReader,
    private readonly places: Places,
  ) {
    for (const { call } of schedulers) {
      const { values } = program.statementOf(call.unit);
      for (const value of values)
        if (value.kind === 'assign' && value.value === call.call) append(this.#kept, value.names.join('.'), value);
    }
    if (schedulers.length > 0) for (const call of program.callsOf('step')) this.#follow(call);
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
    const outline = {
      blocks: this.#blocksAround(step, DEPTH),
      takesArguments: args.length > 0,
      ...this.places.of(step.unit, callee),
    };
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
    return this.program.callsOf(name);
  }

  #blocksAround({ block, scope, unit }: PlacedCall, depth: number): BlockOutline[] {
    const own = outlineBlocks(block, scope, unit, this.reader, this.places);
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
