import { argumentFor } from '../program/arguments.ts';
import { callersOf } from '../program/callers.ts';
import type { Context } from '../program/context.ts';
import type { NamedValue } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import { callableName } from '../program/unitSymbols.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import type { WrittenNumber } from '../program/writtenNumber.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression, PathExpression } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import { isBatched } from './batchedData.ts';
import { combine, knownLength, namedLength } from './length.ts';
import type { Length, LengthUnit } from './length.ts';

/** How many names a value is followed through. */
const MAX_NAMES = 6;

/** Return their argument, or nearly so. */
const ROUNDING = /^(int|float|round|ceil|floor)$/;

/** The units that names say, the first that matches. */
const NAMED_UNITS: readonly (readonly [RegExp, LengthUnit])[] = [
  [/(steps|batches|iters|iterations)_?per_?epoch|(^|_)(num|n)_?batches$|^batches$|epoch_(len|length|size)$/i, 'batches'],
  [/(?<!per_?)epochs?$/i, 'epochs'],
  [/estimated_stepping_batches|(^|_)(total|max|num|n|train|training)_?(train(ing)?_?)?(steps|iters|iterations|updates)$/i, 'steps'],
]; // prettier-ignore

/** A value that the file shows for certain, and where. */
interface OnlyValue extends Context {
  readonly value: Expression;
  readonly kind?: NamedValue['kind'];
}

/** Evaluates lengths that are written as arithmetic: `epochs // 2`, `EPOCHS * len(loader)`. */
export class LengthReader {
  constructor(private readonly program: Program) {}

  /** Null if it isn't a length, or if several are possible. */
  read(expression: Expression, context: Context, names = MAX_NAMES): Length | null {
    switch (expression.kind) {
      case 'number':
        return knownLength(expression.value);
      case 'negation': {
        const operand = this.read(expression.operand, context, names);
        return operand && operand.value !== null ? knownLength(-operand.value, operand.unit) : null;
      }
      case 'path':
        return this.#named(expression, context, names);
      case 'call':
        return this.#called(expression, context, names);
      case 'operation': {
        const number = writtenNumber(expression);
        if (number) return knownLength(number.value);
        const left = this.read(expression.left, context, names);
        const right = this.read(expression.right, context, names);
        const result = left && right && combine(expression.operator, left, right);
        const isDefault = left?.isDefault || right?.isDefault;
        const countsSamples =
          (left?.countsSamples && keepsSamples(expression.operator, right)) ||
          (right?.countsSamples && keepsSamples(expression.operator, left));
        return result && { ...result, ...(isDefault && { isDefault }), ...(countsSamples && { countsSamples }) };
      }
      default:
        return null;
    }
  }

  /** The number that a name gets, if it is written as one, and where. */
  numberNamed(path: PathExpression, context: Context, names = MAX_NAMES): (WrittenNumber & { unit: Unit }) | null {
    const only = this.onlyValueOf(path, context);
    const number = only && writtenNumber(only.value);
    if (number) return { ...number, unit: only.unit };
    return only?.value.kind === 'path' && names > 0 ? this.numberNamed(only.value, only, names - 1) : null;
  }

  /** The only value of a name: also what the only caller of a function passes, or the default that all callers leave. */
  onlyValueOf(path: PathExpression, context: Context): OnlyValue | null {
    const { values, parameterOf } = resolveAnywhere(this.program, path, context);
    if (parameterOf) return this.#parameter(parameterOf, path.names[0], values);
    return values.length === 1 && values[0].kind !== 'loop' ? values[0] : null;
  }

  #parameter(scope: Scope, name: string, values: readonly NamedValue[]): OnlyValue | null {
    const callee = callableName(scope);
    // It is assigned in the function, or another function has the same name.
    if (values.some(({ kind }) => kind !== 'parameter') || !this.program.onlyFunctionNamed(callee)) return null;
    const calls = callersOf(this.program, scope);
    const passed = calls.map(
      (call) =>
        [call, argumentFor(call.call, { names: [name], position: scope.parameters.indexOf(name) })?.value] as const,
    );
    if (calls.some(({ call }) => call.args.some(({ spread }) => spread))) return null;
    if (passed.every(([, value]) => value === undefined))
      // Whoever calls a function that the file doesn't call decides; the defaults of a class are what it is made for.
      return calls.length > 0 || callee !== scope.name ? (values[0] ?? null) : null;
    const [[call, value]] = passed;
    return passed.length === 1 && value ? { value, scope: call.scope, unit: call.unit } : null;
  }

  #named(path: PathExpression, context: Context, names: number): Length | null {
    const name = path.names[path.names.length - 1];
    const unit = NAMED_UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? 'number';
    const only = names > 0 ? this.onlyValueOf(path, context) : null;
    const length = only && this.read(only.value, only, names - 1);
    if (length)
      return {
        ...length,
        unit: length.unit === 'number' ? unit : length.unit,
        isDefault: length.isDefault || isDefault(only),
      };
    return name === '[]' || name === '()' ? null : namedLength(path.names.join('.'), unit);
  }

  #called({ callee, args }: CallExpression, context: Context, names: number): Length | null {
    const name = lastName(callee) ?? '';
    const [first, second] = args.map(({ value }) => value);
    if (!first) return null;
    if (name === 'len' && first.kind === 'path')
      return {
        ...namedLength(`len(${first.names.join('.')})`, 'batches'),
        countsSamples: isBatched(first, context, this.program),
      };
    if (ROUNDING.test(name) && args.length === 1) {
      const length = this.read(first, context, names);
      if (!length || length.value === null || name === 'float') return length;
      return { ...length, ...knownLength(rounded(name, length.value), length.unit) };
    }
    // max(1, n)
    return name === 'max' && second && args.length === 2 && writtenNumber(first)?.value === 1
      ? this.read(second, context, names)
      : null;
  }
}

/** Whether a number of samples remains one beside another operand: `n * epochs`, but not `n / size` or `n * (1 / size)`. */
function keepsSamples(operator: string, other: Length | null): boolean {
  if (operator !== '*') return operator === '+' || operator === '-';
  return other !== null && other.symbols !== null && (other.value === null || Number.isInteger(other.value));
}

function isDefault({ kind }: OnlyValue): boolean {
  return kind === 'option' || kind === 'parameter' || kind === 'field';
}

function rounded(name: string, value: number): number {
  if (name === 'ceil') return Math.ceil(value);
  return name === 'round' ? Math.round(value) : Math.floor(value);
}
