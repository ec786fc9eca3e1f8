import type { Context } from '../program/context.ts';
import { returnValuesOf } from '../program/unitSymbols.ts';
import { factorsOf } from '../program/writtenNumber.ts';
import { lastName } from '../syntax/expression.ts';
import type { Expression } from '../syntax/expression.ts';
import type { SettingReader } from './settingReader.ts';
import type { ScaleOutline, Setting } from './trainingOutline.ts';

/** A function that a scheduler calls with the number of steps so far. */
interface ScaleFunction {
  readonly parameter: string | null;
  readonly bodies: readonly Expression[];
  readonly context: Context;
}

/** What numbers of steps are called. */
const STEPS = /(^|_)(steps|iters|iterations|updates)$/i;

/** Reads the function that a LambdaLR multiplies the rate by. */
export class ScaleReader {
  constructor(private readonly reader: SettingReader) {}

  /** Null if the file doesn't show the function. */
  read(expression: Expression, context: Context): ScaleOutline | null {
    const called = this.#functionOf(expression, context);
    if (!called || called.bodies.length === 0) return null;
    const { parameter, bodies } = called;
    const factors = bodies.flatMap(factorsOf);
    const divisors = bodies.flatMap(divisorsOf);
    return {
      parameter,
      decay: this.#decayOf(factors, called),
      isOverEpochs: divisors.some(
        ([top, bottom]) =>
          mentions(top, parameter) && this.reader.read(bottom, called.context).length?.unit === 'epochs',
      ),
      steps: this.#countsSteps(called)
        ? []
        : bodies
            .flatMap(pathsIn)
            .filter((path) => STEPS.test(lastName(path) ?? ''))
            .map((path) => this.reader.read(path, called.context)),
      factors: factors.flatMap((factor): Setting[] =>
        factor.kind === 'path' || factor.kind === 'number' ? [this.reader.read(factor, called.context)] : [],
      ),
      divisors: divisors.map(([, bottom]) => this.reader.read(bottom, called.context).text),
    };
  }

  #functionOf(expression: Expression, context: Context): ScaleFunction | null {
    if (expression.kind === 'lambda')
      return expression.body && { parameter: expression.parameter, bodies: [expression.body], context };
    if (expression.kind !== 'path') return null;
    const only = this.reader.lengths.onlyValueOf(expression, context);
    if (only) return only.value.kind === 'lambda' ? this.#functionOf(only.value, only) : null;
    const called = this.reader.program.onlyFunctionNamed(lastName(expression));
    return called && { parameter: called.scope.parameters[0] ?? null, bodies: returnValuesOf(called), context: called };
  }

  /** Whether a function turns epochs into steps itself, as with `step = epoch * len(loader)`. */
  #countsSteps({ parameter, bodies, context }: ScaleFunction): boolean {
    const { scope } = context;
    const local = this.reader.program.symbols.flatMap(({ values }) =>
      values.filter((value) => scope !== null && value.scope === scope).map(({ value }) => value),
    );
    const isBatches = (expression: Expression) => this.reader.read(expression, context).length?.unit === 'batches';
    return [...bodies, ...local]
      .flatMap(productsIn)
      .some(
        ([left, right]) =>
          (mentions(left, parameter) && isBatches(right)) || (mentions(right, parameter) && isBatches(left)),
      );
  }

  /** What one step multiplies the rate by in `0.95 ** epoch` and `0.1 ** (epoch // 30)`; null if that isn't constant. */
  #decayOf(factors: readonly Expression[], { parameter, context }: ScaleFunction): number | null {
    for (const factor of factors) {
      if (factor.kind !== 'operation' || factor.operator !== '**') continue;
      const base = this.reader.read(factor.left, context).value;
      const { right } = factor;
      const isDivided = right.kind === 'operation' && right.operator.startsWith('/');
      const steps = isDivided ? this.reader.read(right.right, context).value : 1;
      if (base !== null && base > 0 && steps && mentions(isDivided ? right.left : right, parameter))
        return base ** (1 / steps);
    }
    return null;
  }
}

/** The numerators and denominators of all divisions in an expression. */
function divisorsOf(expression: Expression): readonly (readonly [Expression, Expression])[] {
  switch (expression.kind) {
    case 'operation': {
      const own = expression.operator.startsWith('/') ? [[expression.left, expression.right] as const] : [];
      return [...own, ...divisorsOf(expression.left), ...divisorsOf(expression.right)];
    }
    case 'call':
      return expression.args.flatMap(({ value }) => divisorsOf(value));
    case 'choice':
      return expression.options.flatMap(divisorsOf);
    default:
      return [];
  }
}

/** Both sides of all products in an expression. */
function productsIn(expression: Expression): readonly (readonly [Expression, Expression])[] {
  switch (expression.kind) {
    case 'operation': {
      const { operator, left, right } = expression;
      return [...(operator === '*' ? [[left, right] as const] : []), ...productsIn(left), ...productsIn(right)];
    }
    case 'call':
      return expression.args.flatMap(({ value }) => productsIn(value));
    case 'choice':
      return expression.options.flatMap(productsIn);
    default:
      return [];
  }
}

/** The names that an expression calculates with. */
function pathsIn(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'path':
      return [expression];
    case 'operation':
      return [expression.left, expression.right].flatMap(pathsIn);
    case 'negation':
      return pathsIn(expression.operand);
    case 'call':
      return expression.args.flatMap(({ value }) => pathsIn(value));
    case 'choice':
      return expression.options.flatMap(pathsIn);
    default:
      return [];
  }
}

/** Whether an expression is a name, or a sum or product with it. */
function mentions(expression: Expression, name: string | null): boolean {
  if (expression.kind === 'operation') return mentions(expression.left, name) || mentions(expression.right, name);
  return expression.kind === 'path' && expression.names.length === 1 && expression.names[0] === name;
}
