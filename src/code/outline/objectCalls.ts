import { callersOf, valuesPassedFor } from '../program/callers.ts';
import type { Context } from '../program/context.ts';
import { appendTo, onlyOf } from '../program/lists.ts';
import type { NamedValue, CallSite } from '../program/namedValue.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import { returnValuesOf } from '../program/unitSymbols.ts';
import { holderOf, lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression, PathExpression } from '../syntax/expression.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { Block, Scope, Unpacking } from '../syntax/facts.ts';
import { outlineBlocks } from './blocks.ts';
import type { CreatedObject } from './createdObject.ts';
import type { SettingReader } from './settingReader.ts';
import type { BlockOutline, StepOutline } from './trainingOutline.ts';

/** How many names or callers up to look for an object, and for the loops around a step. */
const MAX_DEPTH = 4;

/** Methods that don't step an object, and don't hand it to anything that could. */
const HARMLESS = ['zero_grad', 'state_dict', 'load_state_dict', 'get_last_lr', 'get_lr', 'init', 'step'];

/** Finds the calls of methods of the optimizers and schedulers of a program. */
export class ObjectCalls {
  readonly #created: ReadonlySet<CallExpression>;
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
    this.#created = new Set(created.map(({ call }) => call.call));
    for (const { call } of created) {
      const { values } = program.symbolsOf(call.unit);
      for (const value of values)
        if (value.kind === 'assign' && value.value === call.call)
          appendTo(this.#assignments, value.names.join('.'), value);
      for (const { value } of call.call.args) if (value.kind === 'path') this.#explain(value.names);
      // In `self.optim = torch.optim.Adam(…)` the second `optim` is a module.
      if (call.call.callee.kind === 'path')
        for (const part of call.call.callee.names.slice(1)) this.#explain(['self', part]);
    }
    if (created.length === 0) return;
    for (const method of HARMLESS) for (const call of program.callsTo(method)) this.#follow(method, call);
  }

  of(created: CallExpression, method: 'step' | 'init' | 'load_state_dict' | 'zero_grad'): readonly StepOutline[] {
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
    return this.reader.program.mentionsOf(key) === 1 + (this.#explained.get(key) ?? 0);
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

  /**
   * The object that an expression is: also one that a function of the program returns or gets from its callers. Null if it is none, or if
   * several are possible.
   */
  objectOf(expression: Expression, context: Context): CallExpression | null {
    return onlyOf(this.#objectsOf(expression, context, MAX_DEPTH));
  }

  /** The blocks around a piece of code, outermost first: in its function, and around the only call of that function. */
  blocksAround(site: Context, depth = MAX_DEPTH): BlockOutline[] {
    const own = outlineBlocks(site, this.reader);
    const { scope } = site;
    const callers = scope?.kind === 'function' && depth > 0 ? callersOf(this.reader.program, scope) : [];
    return callers.length === 1 ? [...this.blocksAround(callers[0], depth - 1), ...own] : own;
  }

  #objectsOf(expression: Expression, context: Context, depth: number): readonly CallExpression[] {
    const { program } = this.reader;
    if (expression.kind === 'choice')
      return expression.options.flatMap((option) => this.#objectsOf(option, context, depth));
    if (expression.kind === 'call')
      return this.#created.has(expression) ? [expression] : this.#returnedBy(expression, null, depth);
    if (expression.kind !== 'path' || depth === 0) return [];
    const { values, parameterOf } = resolveAnywhere(program, expression, context);
    const passed = parameterOf ? valuesPassedFor(program, parameterOf, expression.names[0]) : [];
    return [
      ...[...values, ...passed].flatMap((one) => this.#objectsOf(one.value, one, depth - 1)),
      ...this.#unpacked(expression.names, context).flatMap(({ call, index }) => this.#returnedBy(call, index, depth)),
    ];
  }

  /** @param index of the value among several that the function returns; null if it returns one */
  #returnedBy({ callee }: CallExpression, index: number | null, depth: number): readonly CallExpression[] {
    const called = this.reader.program.onlyFunctionNamed(lastName(callee));
    if (!called || depth === 0) return [];
    return returnValuesOf(called).flatMap((value) => {
      const item = index === null ? value : value.kind === 'list' ? value.items[index] : undefined;
      return item ? this.#objectsOf(item, called, depth - 1) : [];
    });
  }

  /** The calls that return a name among several values: in the functions around, or for an attribute anywhere. */
  #unpacked(names: readonly string[], { unit, scope }: Context): readonly Unpacking[] {
    return this.reader.program.symbols.flatMap(({ unit: other }) =>
      other.facts.unpackings.filter(
        (one) =>
          one.names.join('.') === names.join('.') &&
          (names.length > 1 || one.scope === null || (other === unit && isWithin(scope, one.scope))),
      ),
    );
  }

  #follow(method: string, call: CallSite): void {
    const { callee, args } = call.call;
    const holder = holderOf(callee);
    if (!holder) return;
    this.#explain(holder.names);
    const listed = this.#listed(holder, call);
    // If several objects are possible, none of them is meant for certain.
    const objects = listed ?? [this.objectOf(holder, call)];
    const blocks = this.blocksAround(call);
    const byObject = this.#calls.get(method) ?? new Map<CallExpression, StepOutline[]>();
    this.#calls.set(method, byObject);
    for (const object of objects)
      if (object)
        appendTo(byObject, object, {
          blocks: listed ? blocks.slice(0, -1) : blocks,
          isConditional: hasCondition(call.block),
          argument: args.length > 0 ? this.reader.read(args[0].value, call) : null,
          ...this.reader.source.rangeOf(call.unit, callee),
        });
  }

  /**
   * The objects of a list that a loop goes through, as in `for scheduler in [a, b]: scheduler.step()`, also beside others, as in
   * `for optimizer, scheduler in zip(optimizers, schedulers)`; null if it is no such loop.
   */
  #listed({ names }: PathExpression, call: CallSite): readonly (CallExpression | null)[] | null {
    const list = call.block && iteratedBy(call.block, names.join('.'));
    const written = list?.kind === 'path' ? this.reader.lengths.onlyValueOf(list, call) : { ...call, value: list };
    if (written?.value?.kind !== 'list') return null;
    return written.value.items.map((object) => this.objectOf(object, written));
  }
}

/** What a name or an attribute is counted by; null for longer paths. */
function keyOf(names: readonly string[]): string | null {
  if (names.length === 1) return names[0];
  return names.length === 2 && names[0] === 'self' ? `.${names[1]}` : null;
}

/** What a loop takes the values of one of its variables from; null if that is unclear. */
function iteratedBy({ iterable, targets }: Block, name: string): Expression | null {
  const index = targets.indexOf(name);
  if (index < 0 || targets.length === 1) return index < 0 ? null : iterable;
  const isZipped =
    iterable?.kind === 'call' && lastName(iterable.callee) === 'zip' && iterable.args.length === targets.length;
  return isZipped ? iterable.args[index].value : null;
}

/** Whether any condition is around code in its function, also one that never changes. */
export function hasCondition(block: Block | null): boolean {
  return block !== null && (block.kind === 'if' || hasCondition(block.outer));
}

function isWithin(inner: Scope | null, outer: Scope): boolean {
  return inner !== null && (inner === outer || isWithin(inner.parent, outer));
}
