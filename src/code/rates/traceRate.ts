import { isRateKey, parseRateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type {
  CallExpression,
  DictExpression,
  DictEntry,
  Expression,
  ListExpression,
  OperationExpression,
  PathExpression,
} from '../syntax/expression.ts';
import { valuesPassedThrough } from './passThroughCalls.ts';
import { factorsOf, isSmallNumber, writtenNumber } from '../program/writtenNumber.ts';
import type { WrittenNumber } from '../program/writtenNumber.ts';
import type { Context } from '../program/context.ts';
import type { LocalFunction } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { resolve } from '../program/resolve.ts';
import { argumentFor } from '../program/arguments.ts';
import { returnValuesOf } from '../program/unitSymbols.ts';
import { RateTrace } from './rateTrace.ts';
import type { TracedNumber, RateUsage } from './rateTrace.ts';

/** Traces an expression that is used as a rate back to the numbers that it comes from. */
export function traceRate(program: Program, expression: Expression, context: Context, usage: RateUsage): RateTrace {
  const tracer = new RateTracer(program);
  tracer.follow(expression, context, usage);
  return tracer.trace;
}

/** A usage for which something has been followed. */
interface FollowedUsage extends RateUsage {
  /** Empty while it is being followed. */
  found: readonly TracedNumber[];
}

class RateTracer {
  readonly trace = new RateTrace();
  /** What has been followed from the current expression on, to stop at cycles. */
  readonly #followed = new Map<unknown, FollowedUsage[]>();
  #depth = 0;

  constructor(private readonly program: Program) {}

  /** Adds the numbers that an expression comes from to the trace, and returns them. */
  follow(expression: Expression, context: Context, usage: RateUsage): readonly TracedNumber[] {
    const number = writtenNumber(expression);
    if (number) return this.#number(number, context, usage);
    switch (expression.kind) {
      case 'path':
        return this.#path(expression, context, usage);
      case 'call':
        return this.#call(expression, context, usage);
      case 'operation':
        return this.#operation(expression, context, usage);
      case 'list':
        return this.#followAll(ratesOfTable(expression) ?? expression.items, context, usage);
      case 'choice':
        return this.#followAll(expression.options, context, usage);
      case 'negation':
        // Optax adds updates to the parameters, so its schedules may use `-lr`.
        return this.follow(expression.operand, context, usage);
      case 'lambda':
        return expression.body ? this.follow(expression.body, context, usage) : [];
      case 'dict':
        return this.#dict(expression, context, usage);
      default:
        return [];
    }
  }

  #number(number: WrittenNumber, context: Context, usage: RateUsage): readonly TracedNumber[] {
    // Except in an optimizer, -1 means "not set".
    const isUnset = number.value === -1 && usage.role !== 'optimizer';
    return Number.isFinite(number.value) && !isUnset ? [this.trace.addNumber(context.unit, number, usage)] : [];
  }

  #followAll(expressions: readonly Expression[], context: Context, usage: RateUsage): readonly TracedNumber[] {
    if (expressions.length === 1) return this.follow(expressions[0], context, usage);
    return expressions.flatMap((expression) => this.follow(expression, context, usage));
  }

  #path(path: PathExpression, context: Context, usage: RateUsage): readonly TracedNumber[] {
    const { values, parameterOf } = resolve(this.program, path, context);
    const name = path.names[path.names.length - 1];
    const rateName = this.program.nameOf(name).rateName;
    // A schedule may decay something else, but what an optimizer gets as its rate is one, whatever its name.
    const isGiven = usage.role === 'optimizer' || usage.role === 'param-group';
    if (!rateName && !isGiven && NON_RATE_SETTINGS.test(name)) return [];
    if (usage.onlyRateNames && !rateName) return this.#functionOrElement(path, context, usage);
    if (parameterOf) this.trace.addParameter(parameterOf, name);
    const part = rateName?.part ?? usage.part;
    const found = new Set<TracedNumber>();
    for (const value of values) {
      // A local that starts as 1 under another name is a factor.
      if (
        !rateName &&
        !isGiven &&
        value.kind === 'assign' &&
        value.scope !== null &&
        writtenNumber(value.value)?.value === 1
      )
        continue;
      const own: RateUsage = { ...usage, role: value.role, part, name };
      for (const number of this.#followOnce(value, own, () => this.follow(value.value, value, own))) found.add(number);
    }
    if (values.length === 0)
      for (const number of [...this.#returnedBy(path, usage), ...this.#elements(path, context, usage)])
        found.add(number);
    for (const number of found) this.trace.addUse(number, context.unit, path);
    return [...found];
  }

  /** Follows what a schedule returns under another name: a nested function, or an element of a list (`return values[i]`). */
  #functionOrElement(path: PathExpression, context: Context, usage: RateUsage): readonly TracedNumber[] {
    const { names } = path;
    if (names.length === 2 && names[1] === '[]')
      return this.follow({ ...path, names: names.slice(0, 1) }, context, { ...usage, onlyRateNames: undefined });
    if (names.length > 1) return [];
    const own = this.program
      .functionsNamed(names[0])
      .filter(({ scope }) => scope.parent !== null && scope.parent === context.scope);
    return own.flatMap((inner) => this.#returnValues(inner, usage));
  }

  /** Follows all elements of the table in `table[epoch]`. */
  #elements({ names, ...path }: PathExpression, context: Context, usage: RateUsage): readonly TracedNumber[] {
    if (names.length !== 2 || names[1] !== '[]') return [];
    const tables = resolve(this.program, { ...path, names: names.slice(0, 1) }, context).values.filter(
      ({ value }) => value.kind === 'list' || value.kind === 'dict',
    );
    return tables.flatMap((table) => this.#followOnce(table, usage, () => this.follow(table.value, table, usage)));
  }

  /** Follows what a function returns: one that is used as a rate is a schedule. */
  #returnedBy(path: PathExpression, usage: RateUsage): readonly TracedNumber[] {
    const functions =
      path.names.length === 1 || path.names[0] === 'self'
        ? this.program.functionsNamed(path.names[path.names.length - 1])
        : [];
    return functions.flatMap((one) => this.#returnValues(one, usage));
  }

  #returnValues(called: LocalFunction, usage: RateUsage): readonly TracedNumber[] {
    return this.#followOnce(called.scope, usage, () =>
      this.#followAll(returnValuesOf(called), called, { ...usage, role: 'scheduler', onlyRateNames: true }),
    );
  }

  /** Follows each subject only once for a usage, since names can refer to one another in cycles. */
  #followOnce(subject: unknown, usage: RateUsage, follow: () => readonly TracedNumber[]): readonly TracedNumber[] {
    const ways = this.#followed.get(subject) ?? [];
    this.#followed.set(subject, ways);
    const known = ways.find(
      ({ role, part, onlyRateNames }) =>
        role === usage.role && part === usage.part && onlyRateNames === usage.onlyRateNames,
    );
    if (known) return known.found;
    const own: FollowedUsage = { ...usage, found: [] };
    ways.push(own);
    this.#depth++;
    try {
      own.found = follow();
      return own.found;
    } finally {
      this.#depth--;
      if (this.#depth === 0) this.#followed.clear();
    }
  }

  #call(call: CallExpression, context: Context, usage: RateUsage): readonly TracedNumber[] {
    const entry = call.callee.kind === 'path' ? this.program.catalogEntryOf(call.callee) : null;
    if (entry?.kind === 'scheduler') {
      // The search of this call finds its rates too; here they get their optimizer.
      return entry.rates.flatMap((rate) => {
        const argument = argumentFor(call, rate);
        return argument
          ? this.follow(argument.value, context, {
              ...usage,
              role: 'scheduler',
              part: rate.part,
              name: rate.names[0],
            })
          : [];
      });
    }
    const carried = valuesPassedThrough(call);
    if (carried.length > 0)
      return carried.flatMap(({ value, part }) => this.follow(value, context, part ? { ...usage, part } : usage));
    const returned =
      call.callee.kind === 'path'
        ? this.#followOnce(call, usage, () => this.#returnedBy(call.callee as PathExpression, usage))
        : [];
    return returned.length > 0 ? returned : this.#keywordRates(call, context, usage);
  }

  /** Follows the keyword arguments of an unknown call that is used as a rate: it may create a schedule from them. */
  #keywordRates({ args }: CallExpression, context: Context, usage: RateUsage): readonly TracedNumber[] {
    return args.flatMap(({ name, value }) => {
      const rateName = name === null ? null : this.program.nameOf(name).rateName;
      return rateName?.isCertain
        ? this.follow(value, context, { ...usage, role: 'scheduler', part: rateName.part, name })
        : [];
    });
  }

  /**
   * Follows the operands that are rates: 0.1 in `0.1 * batch / 256`, but `lr` in `0.1 * lr`. In `1 - t` and `0.9 ** epoch` there are
   * none.
   */
  #operation(expression: OperationExpression, context: Context, usage: RateUsage): readonly TracedNumber[] {
    const { operator, left, right } = expression;
    if (operator === '+' || operator === '-')
      return this.#followAll(
        [left, right].filter((side) => side.kind !== 'number' && mentionsRate(side)),
        context,
        usage,
      );
    if (operator !== '*' && operator !== '/') return [];
    const factors = factorsOf(expression);
    const rates = factors.filter(mentionsRate);
    if (rates.length > 0)
      return this.#followAll(
        rates.filter(({ kind }) => kind !== 'number'),
        context,
        usage,
      );
    if (factors.some(isOscillation)) return [];
    // [0.01] * 4
    const lists = factors.filter(({ kind }) => kind === 'list');
    if (lists.length > 0) return this.#followAll(lists, context, usage);
    const base = factors.find((factor) => {
      const number = writtenNumber(factor);
      return (
        number !== null && !(number.value === 1 && operator === '/') && !(number.value > 1 && factors.some(isUnknown))
      );
    });
    return base ? this.follow(base, context, usage) : [];
  }

  /** Follows a search space (`{ values: [0.1, 0.01] }`, `{ min: 1e-5, max: 1e-2 }`) or a table of rates (`{ encoder: 1e-5, head: 1e-3 }`). */
  #dict({ entries }: DictExpression, context: Context, usage: RateUsage): readonly TracedNumber[] {
    const isPlainName = usage.name && this.program.nameOf(usage.name).rateName?.hasUnusualWords === false;
    if (isPlainName && entries.length > 1 && entries.every(isModulePartRate))
      return entries.flatMap(({ value }) => this.follow(value, context, usage));
    if (entries.length > 1 && entries.every(isNumberedRate))
      return entries.flatMap(({ value }) => this.follow(value, context, usage));
    return entries.flatMap(({ key, value }) => {
      if (isRateEntry({ key, value }, entries)) return this.follow(value, context, usage);
      // Negative limits are exponents.
      return key !== null &&
        /^(values|choices|min|max|low|high|lower|upper|minimum|maximum)$/.test(key) &&
        !((writtenNumber(value)?.value ?? 0) < 0)
        ? this.follow(value, context, { ...usage, part: 'bound' })
        : [];
    });
  }
}

/** Names of settings that are never a rate. */
const NON_RATE_SETTINGS =
  /(^|_)(epsilon|eps|momentum|beta\d?|gamma|dropout|temperature|weight_decay)(_|$)|(^|_)decay$/i;

/** Words in the other keys of a rate's settings or of its search space. */
const RATE_SETTING_WORDS =
  /(^|_)(decay|gamma|factor|warm|warm_?up|steps?|step_size|epochs?|iters?|power|pct|ratio|momentum|betas?\d?|eps|epsilon|scale|mult|min|max|minimum|maximum|low|high|lower|upper|values|choices|default|prob|start|end|mu|sigma|q)(_|$)/;

/** Whether an entry has the rate of a part of the model: `encoder: 1e-5`. */
function isModulePartRate({ key, value }: DictEntry): boolean {
  return (
    key !== null &&
    !RATE_SETTING_WORDS.test(key.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()) &&
    isSmallNumber(value)
  );
}

/** Whether an entry of a rate's settings is the rate itself. A `rate` next to it is that of the decay, a large `base` that of a logarithm. */
function isRateEntry({ key, value }: DictEntry, entries: readonly DictEntry[]): boolean {
  if (key === null || !isRateKey(key)) return false;
  if (key === 'rate' && entries.some((other) => other.key !== null && other.key !== 'rate' && isRateKey(other.key)))
    return false;
  return !/^(rate|base)$/.test(key) || isSmallNumber(value);
}

/**
 * The rates of a table that pairs each with a step: 0.1 and 0.01 of `[(0, 0.1), (30, 0.01)]` and `[[0, 30], [0.1, 0.01]]`; null if it isn't
 * such a table.
 */
export function ratesOfTable({ items }: ListExpression): readonly Expression[] | null {
  const rows = items.flatMap((item) => (item.kind === 'list' ? [item.items] : []));
  if (rows.length < 2 || rows.length < items.length) return null;
  const isPaired = rows.every((row) => row.length === 2);
  const columns = isPaired ? [0, 1].map((column) => rows.map((row) => row[column])) : [];
  return otherThanSteps(columns) ?? otherThanSteps(rows);
}

/** The list that isn't one of steps, if the other one of the two is. */
function otherThanSteps(lists: readonly (readonly Expression[])[]): readonly Expression[] | null {
  const others = lists.filter((list) => !areSteps(list.map((item) => writtenNumber(item)?.value ?? NaN)));
  return lists.length === 2 && others.length === 1 ? others[0] : null;
}

/** Whether numbers may be epochs or steps, which rise. */
function areSteps(numbers: readonly number[]): boolean {
  return numbers.every(
    (number, index) => Number.isInteger(number) && number >= 0 && (index === 0 || number > numbers[index - 1]),
  );
}

/** Whether an entry has the rate for an epoch or milestone: `40: 0.45`. */
function isNumberedRate({ hasIntegerKey, value }: DictEntry): boolean {
  return hasIntegerKey === true && isSmallNumber(value);
}

/** Whether the expression contains the name of a rate. */
function mentionsRate(expression: Expression): boolean {
  switch (expression.kind) {
    case 'path':
      return parseRateName(lastName(expression) ?? '') !== null;
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

/** Whether the file doesn't show the number, so that a number beside it is a multiple: `2 * best[1]`. */
function isUnknown(expression: Expression): boolean {
  return expression.kind === 'call' || (expression.kind === 'path' && lastName(expression) === '[]');
}

/** Whether the expression is a factor from a cosine or the like, so that the product isn't a rate. */
function isOscillation(expression: Expression): boolean {
  if (expression.kind === 'call') return /^(cos|sin|tanh|exp)$/.test(lastName(expression.callee) ?? '');
  return expression.kind === 'operation' && (isOscillation(expression.left) || isOscillation(expression.right));
}
