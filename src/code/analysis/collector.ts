import { judgeRateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, DictExpression, Expression, OperationExpression, PathExpression } from '../syntax/expression.ts';
import type { Block, Scope, Unit } from '../syntax/facts.ts';
import { carriedValues } from './carriers.ts';
import { writtenNumber } from './numbers.ts';
import type { WrittenNumber } from './numbers.ts';
import type { LocalFunction, Program } from './program.ts';
import { resolve } from './resolve.ts';
import { addUse } from './siteBook.ts';
import type { SiteBook, SiteDraft, Slot } from './siteBook.ts';

/** Where an expression stands. */
export interface Where {
  readonly unit: Unit;
  readonly scope: Scope | null;
  /** The loop or condition around it. */
  readonly block?: Block | null;
}

/** Follows expressions that are used as a rate to the numbers that they come from. */
export class Collector {
  readonly #program: Program;
  readonly #book: SiteBook;
  /** Parameters of functions in the program that are used as a rate: their callers' arguments are rates, too. */
  readonly parameterSlots = new Map<Scope, Map<string, Slot[]>>();
  /** What was followed on the way from the expression at hand, and what was found there; nothing where it is still being followed. */
  readonly #followed = new Map<unknown, Map<string, readonly SiteDraft[]>>();
  #depth = 0;

  constructor(program: Program, book: SiteBook) {
    this.#program = program;
    this.#book = book;
  }

  /** Records the numbers that the expression comes from, and returns them. */
  collect(expression: Expression, where: Where, slot: Slot): SiteDraft[] {
    const number = writtenNumber(expression);
    if (number) return this.#number(number, where, slot);
    switch (expression.kind) {
      case 'path':
        return this.#path(expression, where, slot);
      case 'call':
        return this.#call(expression, where, slot);
      case 'operation':
        return this.#operation(expression, where, slot);
      case 'list':
        return this.#all(expression.items, where, slot);
      case 'choice':
        return this.#all(expression.options, where, slot);
      case 'lambda':
        return expression.body ? this.collect(expression.body, where, slot) : [];
      case 'dict':
        return this.#searched(expression, where, slot);
      default:
        return [];
    }
  }

  #number(number: WrittenNumber, where: Where, slot: Slot): SiteDraft[] {
    // Outside of an optimizer -1 stands for «not set».
    const isUnset = number.value === -1 && slot.role !== 'optimizer';
    return Number.isFinite(number.value) && !isUnset ? [this.#book.record(where.unit, number, number.value, slot)] : [];
  }

  #all(expressions: readonly Expression[], where: Where, slot: Slot): SiteDraft[] {
    return expressions.flatMap((expression) => this.collect(expression, where, slot));
  }

  #path(path: PathExpression, where: Where, slot: Slot): SiteDraft[] {
    const { values, parameterOf } = resolve(this.#program, path, where);
    const name = path.names[path.names.length - 1];
    const judged = judgeRateName(name);
    if (slot.strict && !judged) return this.#returned(path, where, slot);
    if (parameterOf) this.#noteParameter(parameterOf, name, slot);
    const following = values.flatMap((value) => {
      const own: Slot = { ...slot, role: value.role, name, part: judged?.part ?? slot.part };
      return this.#once(value, own, () => this.collect(value.value, value, own));
    });
    const found = [...new Set(following)];
    if (values.length === 0) found.push(...this.#results(path, slot));
    for (const draft of found) addUse(draft, where.unit, path);
    return found;
  }

  /** A schedule may return a function that it defines, or an element of a list: `return values[i]`. */
  #returned(path: PathExpression, where: Where, slot: Slot): SiteDraft[] {
    const { names } = path;
    if (names.length === 2 && names[1] === '[]') return this.collect({ ...path, names: names.slice(0, 1) }, where, { ...slot, strict: false });
    if (names.length > 1) return [];
    const own = this.#program.functionsOf(names[0]).filter(({ scope }) => scope.parent !== null && scope.parent === where.scope);
    return own.flatMap((inner) => this.#resultsOf(inner, slot));
  }

  /** A function that stands in a rate's place is a schedule: what it returns are rates. */
  #results(path: PathExpression, slot: Slot): SiteDraft[] {
    const functions = path.names.length === 1 || path.names[0] === 'self' ? this.#program.functionsOf(path.names[path.names.length - 1]) : [];
    return functions.flatMap((one) => this.#resultsOf(one, slot));
  }

  #resultsOf({ scope, unit }: LocalFunction, slot: Slot): SiteDraft[] {
    const results = unit.facts.returns.filter((result) => result.scope === scope);
    return this.#once(scope, slot, () => results.flatMap(({ value }) => this.collect(value, { unit, scope }, { ...slot, role: 'scheduler', strict: true })));
  }

  /** Follows each subject once on the way from one expression: there are endless ways through names that are given one another. */
  #once(subject: unknown, { part, role, strict }: Slot, follow: () => SiteDraft[]): SiteDraft[] {
    const ways = this.#followed.get(subject) ?? new Map<string, readonly SiteDraft[]>();
    this.#followed.set(subject, ways);
    const way = `${part} ${role} ${strict}`;
    const known = ways.get(way);
    if (known) return [...known];
    ways.set(way, []);
    this.#depth++;
    try {
      const found = follow();
      ways.set(way, found);
      return found;
    } finally {
      this.#depth--;
      if (this.#depth === 0) this.#followed.clear();
    }
  }

  #noteParameter(scope: Scope, name: string, slot: Slot): void {
    const slots = this.parameterSlots.get(scope) ?? new Map<string, Slot[]>();
    this.parameterSlots.set(scope, slots);
    const known = slots.get(name) ?? [];
    slots.set(name, known);
    if (!known.some(({ optimizer, framework }) => optimizer === slot.optimizer && framework === slot.framework)) known.push(slot);
  }

  #call(call: CallExpression, where: Where, slot: Slot): SiteDraft[] {
    const entry = call.callee.kind === 'path' ? this.#program.entryOf(call.callee) : null;
    if (entry?.kind === 'scheduler') {
      // The schedule's own call finds its rates; here they learn which optimizer they are for.
      return entry.rates.flatMap((rate) => {
        const argument = call.args.find(({ name }) => name !== null && rate.names.includes(name)) ?? (rate.position === null ? undefined : call.args[rate.position]);
        const isPositional = argument?.name === null && !argument.spread;
        return argument && (argument.name === null ? isPositional : true) ? this.collect(argument.value, where, { ...slot, role: 'scheduler', part: rate.part, name: rate.names[0] }) : [];
      });
    }
    const carried = carriedValues(call);
    if (carried.length > 0) return carried.flatMap(({ value, part }) => this.collect(value, where, part ? { ...slot, part } : slot));
    const returned = call.callee.kind === 'path' ? this.#once(call, slot, () => this.#results(call.callee as PathExpression, slot)) : [];
    return returned.length > 0 ? returned : this.#scheduled(call, where, slot);
  }

  /** A call in a rate's place that nothing is known of makes a schedule of the rates that it is told. */
  #scheduled({ args }: CallExpression, where: Where, slot: Slot): SiteDraft[] {
    return args.flatMap(({ name, value }) => {
      const judged = name === null ? null : judgeRateName(name);
      return judged?.sure ? this.collect(value, where, { ...slot, role: 'scheduler', part: judged.part, name }) : [];
    });
  }

  /**
   * Numbers beside something that is computed: `0.1 * batch / 256` starts from the rate 0.1, `0.1 * lr` from that of `lr`.
   * In `1 - t` or `0.9 ** epoch` no number is a rate.
   */
  #operation(expression: OperationExpression, where: Where, slot: Slot): SiteDraft[] {
    const { operator, left, right } = expression;
    if (operator === '+' || operator === '-') return this.#all([left, right].filter((side) => side.kind !== 'number' && mentionsRate(side)), where, slot);
    if (operator !== '*' && operator !== '/') return [];
    const factors = factorsOf(expression);
    const rates = factors.filter(mentionsRate);
    if (rates.length > 0) return this.#all(rates.filter(({ kind }) => kind !== 'number'), where, slot);
    if (factors.some(isWave)) return [];
    // [0.01] * 4
    const lists = factors.filter(({ kind }) => kind === 'list');
    if (lists.length > 0) return this.#all(lists, where, slot);
    const base = factors.find((factor) => {
      const number = writtenNumber(factor);
      return number !== null && !(number.value === 1 && operator === '/');
    });
    if (base) return this.collect(base, where, slot);
    // `args.base * batch / 256`, the base being small: a name that says nothing by itself.
    const holder = factors.find((factor) => factor.kind === 'path' && this.#isSmall(factor, where));
    return holder ? this.collect(holder, where, slot) : [];
  }

  #isSmall(path: PathExpression, where: Where): boolean {
    const numbers = resolve(this.#program, path, where).values.map(({ value }) => writtenNumber(value)?.value ?? NaN);
    return numbers.length > 0 && numbers.every((number) => number > 0 && number < 1);
  }

  /** `{ values: [0.1, 0.01] }`, `{ min: 1e-5, max: 1e-2 }`: what a search goes through. */
  #searched({ entries }: DictExpression, where: Where, slot: Slot): SiteDraft[] {
    return entries.flatMap(({ key, value }) => {
      if (key === 'value' || key === 'default') return this.collect(value, where, slot);
      return key !== null && /^(values|choices|min|max|low|high|lower|upper|minimum|maximum)$/.test(key) ? this.collect(value, where, { ...slot, part: 'bound' }) : [];
    });
  }
}

/** The factors above the line of a product: `a * b / c` has a and b. */
function factorsOf(expression: Expression): Expression[] {
  if (expression.kind !== 'operation' || writtenNumber(expression)) return [expression];
  if (expression.operator === '*') return [...factorsOf(expression.left), ...factorsOf(expression.right)];
  return expression.operator === '/' ? factorsOf(expression.left) : [expression];
}

/** Whether a name in the expression is that of a rate. */
function mentionsRate(expression: Expression): boolean {
  switch (expression.kind) {
    case 'path':
      return judgeRateName(lastName(expression) ?? '') !== null;
    case 'operation':
      return mentionsRate(expression.left) || mentionsRate(expression.right);
    case 'negation':
      return mentionsRate(expression.operand);
    case 'choice':
      return expression.options.some(mentionsRate);
    case 'call':
      return mentionsRate(expression.callee) || expression.args.some(({ value }) => mentionsRate(value));
    default:
      return false;
  }
}

/** A factor between 0 and 1 that follows a cosine is no rate, and neither is what it is multiplied by. */
function isWave(expression: Expression): boolean {
  if (expression.kind === 'call') return /^(cos|sin|tanh|exp)$/.test(lastName(expression.callee) ?? '');
  return expression.kind === 'operation' && (isWave(expression.left) || isWave(expression.right));
}
