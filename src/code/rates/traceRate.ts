import { isOwnRate, judgeRateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { RatePart } from '../rateSite.ts';
import type {
  CallExpression,
  DictExpression,
  Entry,
  Expression,
  OperationExpression,
  PathExpression,
} from '../syntax/expression.ts';
import { carriedValues } from './passThroughCalls.ts';
import { isSmallNumber, writtenNumber } from '../program/writtenNumber.ts';
import type { WrittenNumber } from '../program/writtenNumber.ts';
import type { Context } from '../program/context.ts';
import type { LocalFunction } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { resolve } from '../program/resolve.ts';
import { returnedBy } from '../program/unitSymbols.ts';
import { Trace } from './rateTrace.ts';
import type { TracedNumber, Way } from './rateTrace.ts';

/** Follows an expression that is used as a rate to the numbers that it comes from. */
export function traceRate(program: Program, expression: Expression, where: Context, way: Way): Trace {
  const tracer = new Tracer(program);
  tracer.follow(expression, where, way);
  return tracer.trace;
}

/** A subject that was followed on some way. */
interface Followed extends Omit<Way, 'name'> {
  /** Nothing while it is still being followed. */
  found: readonly TracedNumber[];
}

class Tracer {
  readonly trace = new Trace();
  /** What was followed on the way from the expression at hand. */
  readonly #followed = new Map<unknown, Followed[]>();
  #depth = 0;

  constructor(private readonly program: Program) {}

  /** Adds the numbers that the expression comes from to the trace, and returns them. */
  follow(expression: Expression, where: Context, way: Way): readonly TracedNumber[] {
    const number = writtenNumber(expression);
    if (number) return this.#number(number, where, way);
    switch (expression.kind) {
      case 'path':
        return this.#path(expression, where, way);
      case 'call':
        return this.#call(expression, where, way);
      case 'operation':
        return this.#operation(expression, where, way);
      case 'list':
        return this.#all(expression.items, where, way);
      case 'choice':
        return this.#all(expression.options, where, way);
      case 'negation':
        // Optax adds what an optimizer returns, so that its schedules may be made of `-lr`.
        return this.follow(expression.operand, where, way);
      case 'lambda':
        return expression.body ? this.follow(expression.body, where, way) : [];
      case 'dict':
        return this.#searched(expression, where, way);
      default:
        return [];
    }
  }

  #number(number: WrittenNumber, where: Context, way: Way): readonly TracedNumber[] {
    // Outside of an optimizer -1 stands for «not set».
    const isUnset = number.value === -1 && way.role !== 'optimizer';
    return Number.isFinite(number.value) && !isUnset ? [this.trace.addNumber(where.unit, number, way)] : [];
  }

  #all(expressions: readonly Expression[], where: Context, way: Way): readonly TracedNumber[] {
    if (expressions.length === 1) return this.follow(expressions[0], where, way);
    return expressions.flatMap((expression) => this.follow(expression, where, way));
  }

  #path(path: PathExpression, where: Context, way: Way): readonly TracedNumber[] {
    const { values, parameterOf } = resolve(this.program, path, where);
    const name = path.names[path.names.length - 1];
    const judged = this.program.name(name).rate;
    // A schedule that decays something else may be a framework's schedule of rates; what an optimizer is given is its rate, however it is called.
    const isGiven = way.role === 'optimizer' || way.role === 'param-group';
    if (!judged && !isGiven && OTHER_SETTINGS.test(name)) return [];
    if (way.strict && !judged) return this.#returned(path, where, way);
    if (parameterOf) this.trace.addParameter(parameterOf, name);
    const part = judged?.part ?? way.part;
    const found = new Set<TracedNumber>();
    for (const value of values) {
      // What begins as 1 under another name is a factor.
      if (
        !judged &&
        !isGiven &&
        value.kind === 'assign' &&
        value.scope !== null &&
        writtenNumber(value.value)?.value === 1
      )
        continue;
      const own: Way = { role: value.role, part, name, strict: way.strict };
      for (const number of this.#once(value, own, () => this.follow(value.value, value, own))) found.add(number);
    }
    if (values.length === 0)
      for (const number of [...this.#results(path, way), ...this.#elements(path, where, way)]) found.add(number);
    for (const number of found) this.trace.addUse(number, where.unit, path);
    return [...found];
  }

  /** A schedule may return a function that it defines, or an element of a list: `return values[i]`. */
  #returned(path: PathExpression, where: Context, way: Way): readonly TracedNumber[] {
    const { names } = path;
    if (names.length === 2 && names[1] === '[]')
      return this.follow({ ...path, names: names.slice(0, 1) }, where, {
        role: way.role,
        part: way.part,
        name: way.name,
      });
    if (names.length > 1) return [];
    const own = this.program
      .functionsOf(names[0])
      .filter(({ scope }) => scope.parent !== null && scope.parent === where.scope);
    return own.flatMap((inner) => this.#resultsOf(inner, way));
  }

  /** Of `table[epoch]`: all that the table has. */
  #elements({ names, ...path }: PathExpression, where: Context, way: Way): readonly TracedNumber[] {
    if (names.length !== 2 || names[1] !== '[]') return [];
    const tables = resolve(this.program, { ...path, names: names.slice(0, 1) }, where).values.filter(
      ({ value }) => value.kind === 'list' || value.kind === 'dict',
    );
    return tables.flatMap((table) => this.#once(table, way, () => this.follow(table.value, table, way)));
  }

  /** A function that stands in a rate's place is a schedule: what it returns are rates. */
  #results(path: PathExpression, way: Way): readonly TracedNumber[] {
    const functions =
      path.names.length === 1 || path.names[0] === 'self'
        ? this.program.functionsOf(path.names[path.names.length - 1])
        : [];
    return functions.flatMap((one) => this.#resultsOf(one, way));
  }

  #resultsOf(called: LocalFunction, way: Way): readonly TracedNumber[] {
    return this.#once(called.scope, way, () =>
      this.#all(returnedBy(called), called, { role: 'scheduler', part: way.part, name: way.name, strict: true }),
    );
  }

  /** Follows each subject once on the way from one expression: there are endless ways through names that are given one another. */
  #once(subject: unknown, way: Way, follow: () => readonly TracedNumber[]): readonly TracedNumber[] {
    const ways = this.#followed.get(subject) ?? [];
    this.#followed.set(subject, ways);
    const known = ways.find(
      ({ role, part, strict }) => role === way.role && part === way.part && strict === way.strict,
    );
    if (known) return known.found;
    const own: Followed = { role: way.role, part: way.part, strict: way.strict, found: [] };
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

  #call(call: CallExpression, where: Context, way: Way): readonly TracedNumber[] {
    const entry = call.callee.kind === 'path' ? this.program.entryOf(call.callee) : null;
    if (entry?.kind === 'scheduler') {
      // The schedule's own call finds its rates; here they learn which optimizer they are for.
      return entry.rates.flatMap((rate) => {
        const argument =
          call.args.find(({ name }) => name !== null && rate.names.includes(name)) ??
          (rate.position === null ? undefined : call.args[rate.position]);
        const isPositional = argument?.name === null && !argument.spread;
        return argument && (argument.name === null ? isPositional : true)
          ? this.follow(argument.value, where, {
              role: 'scheduler',
              part: rate.part,
              name: rate.names[0],
              strict: way.strict,
            })
          : [];
      });
    }
    const carried = carriedValues(call);
    if (carried.length > 0)
      return carried.flatMap(({ value, part }) => this.follow(value, where, part ? withPart(way, part) : way));
    const returned =
      call.callee.kind === 'path' ? this.#once(call, way, () => this.#results(call.callee as PathExpression, way)) : [];
    return returned.length > 0 ? returned : this.#scheduled(call, where, way);
  }

  /** A call in a rate's place that nothing is known of makes a schedule of the rates that it is told. */
  #scheduled({ args }: CallExpression, where: Context, way: Way): readonly TracedNumber[] {
    return args.flatMap(({ name, value }) => {
      const judged = name === null ? null : this.program.name(name).rate;
      return judged?.sure
        ? this.follow(value, where, { role: 'scheduler', part: judged.part, name, strict: way.strict })
        : [];
    });
  }

  /**
   * Numbers beside something that is computed: `0.1 * batch / 256` starts from the rate 0.1, `0.1 * lr` from that of `lr`.
   * In `1 - t` or `0.9 ** epoch` no number is a rate.
   */
  #operation(expression: OperationExpression, where: Context, way: Way): readonly TracedNumber[] {
    const { operator, left, right } = expression;
    if (operator === '+' || operator === '-')
      return this.#all(
        [left, right].filter((side) => side.kind !== 'number' && mentionsRate(side)),
        where,
        way,
      );
    if (operator !== '*' && operator !== '/') return [];
    const factors = factorsOf(expression);
    const rates = factors.filter(mentionsRate);
    if (rates.length > 0)
      return this.#all(
        rates.filter(({ kind }) => kind !== 'number'),
        where,
        way,
      );
    if (factors.some((factor) => isWave(factor) || isLimit(factor))) return [];
    // [0.01] * 4
    const lists = factors.filter(({ kind }) => kind === 'list');
    if (lists.length > 0) return this.#all(lists, where, way);
    const base = factors.find((factor) => {
      const number = writtenNumber(factor);
      return (
        number !== null &&
        !(number.value === 1 && operator === '/') &&
        !(number.value > 1 && factors.some(({ kind }) => kind === 'call'))
      );
    });
    if (base) return this.follow(base, where, way);
    // `args.base * batch / 256`, the base being small: a name that says nothing by itself.
    const holder = factors.find((factor) => factor.kind === 'path' && this.#isSmall(factor, where));
    return holder ? this.follow(holder, where, way) : [];
  }

  #isSmall(path: PathExpression, where: Context): boolean {
    const numbers = resolve(this.program, path, where).values.map(({ value }) => writtenNumber(value)?.value ?? NaN);
    return numbers.length > 0 && numbers.every((number) => number > 0 && number < 1);
  }

  /** `{ values: [0.1, 0.01] }`, `{ min: 1e-5, max: 1e-2 }`: what a search goes through; `{ encoder: 1e-5, head: 1e-3 }`: a rate for each. */
  #searched({ entries }: DictExpression, where: Context, way: Way): readonly TracedNumber[] {
    const isPlainName = way.name !== null && this.program.name(way.name).rate?.unusual === false;
    if (isPlainName && entries.length > 1 && entries.every(isRateOfPart))
      return entries.flatMap(({ value }) => this.follow(value, where, way));
    if (entries.length > 1 && entries.every(isRateUnderNumber))
      return entries.flatMap(({ value }) => this.follow(value, where, way));
    return entries.flatMap(({ key, value }) => {
      if (isRateItself({ key, value }, entries)) return this.follow(value, where, way);
      // A range may be one of exponents.
      return key !== null &&
        /^(values|choices|min|max|low|high|lower|upper|minimum|maximum)$/.test(key) &&
        !((writtenNumber(value)?.value ?? 0) < 0)
        ? this.follow(value, where, withPart(way, 'bound'))
        : [];
    });
  }
}

/** Names of what is no rate, whatever takes it for one. */
const OTHER_SETTINGS = /(^|_)(epsilon|eps|momentum|beta\d?|gamma|dropout|temperature|weight_decay)(_|$)|(^|_)decay$/i;

/** Words of keys beside a rate in its own settings, or in those of a search for it. */
const SETTINGS_OF_RATE =
  /(^|_)(decay|gamma|factor|warm|warm_?up|steps?|step_size|epochs?|iters?|power|pct|ratio|momentum|betas?\d?|eps|epsilon|scale|mult|min|max|minimum|maximum|low|high|lower|upper|values|choices|default|prob|start|end|mu|sigma|q)(_|$)/;

function isRateOfPart({ key, value }: Entry): boolean {
  return (
    key !== null &&
    !SETTINGS_OF_RATE.test(key.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()) &&
    isSmallNumber(value)
  );
}

/** Whether an entry of a rate's settings is the rate itself. Beside it, `rate` is that of its decay; a large `base` is that of a logarithm. */
function isRateItself({ key, value }: Entry, entries: readonly Entry[]): boolean {
  if (key === null || !isOwnRate(key)) return false;
  if (key === 'rate' && entries.some((other) => other.key !== null && other.key !== 'rate' && isOwnRate(other.key)))
    return false;
  return !/^(rate|base)$/.test(key) || isSmallNumber(value);
}

/** `{ 40: 0.45, 100: 0.3 }`: the rate for each number of epochs, or from each on. */
function isRateUnderNumber({ isCounted, value }: Entry): boolean {
  return isCounted === true && isSmallNumber(value);
}

function withPart({ role, name, strict }: Way, part: RatePart): Way {
  return { role, part, name, strict };
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

/** `lr_limit_min` is no rate, and neither is a share of it. */
function isLimit(expression: Expression): boolean {
  return /(^|_)lr_?limit|limit_?lr(_|$)/i.test(lastName(expression) ?? '');
}

/** A factor between 0 and 1 that follows a cosine is no rate, and neither is what it is multiplied by. */
function isWave(expression: Expression): boolean {
  if (expression.kind === 'call') return /^(cos|sin|tanh|exp)$/.test(lastName(expression.callee) ?? '');
  return expression.kind === 'operation' && (isWave(expression.left) || isWave(expression.right));
}
