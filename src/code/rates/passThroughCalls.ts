import { parseRateName } from '../rateNames.ts';
import type { RatePart } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { positionalValues } from '../program/arguments.ts';
import { nameValuePair } from './nameValuePair.ts';
import { isSmallNumber, writtenNumber } from '../program/writtenNumber.ts';

/** A value that a call passes through, and the part that it plays if the call says so. */
interface PassedThroughValue {
  readonly value: Expression;
  readonly part?: RatePart;
}

/** Calls that convert or wrap their first argument. */
const CAST_CALLS: ReadonlySet<string> = new Set(
  `float double float16 float32 float64 bfloat16 array asarray tensor constant convert_to_tensor Variable variable Decimal Fraction Parameter
   parseFloat Number scalar shared slice useState ref signal list tuple get_variable
   Constant FloatVar DoubleVar placeholder_with_default`.split(/\s+/),
);

/** Calls that give a name its default: `field(default=…)`, `typer.Option(0.1)`, `Field(0.1)`. */
const DEFAULT_CALLS =
  /^(field|Field|Option|Argument|Param|Arg|ib|attrib|Input|Slider|FloatParameter|Parameter|Float|FloatProperty|opt|option|\w+HyperParam)$/;

/** Calls that list the choices of a hyperparameter search, or define its range. */
const CHOICE_CALLS =
  /^(choice|Choice|choices|grid_search|suggest_categorical|Categorical|CategoricalHyperparameter|Discrete|suggest_discrete_uniform|one_of|ParameterGrid)$/;
const RANGE_CALLS =
  /^(Float|FloatDistribution|suggest_float|suggest_loguniform|suggest_uniform|suggest_log_uniform|loguniform|uniform|quniform|qloguniform|log_uniform|LogUniform|reciprocal|Real|UniformFloatHyperparameter|UniformParameterRange|LogUniformParameterRange|ContinuousParameter)$/;

/** Calls that create a schedule, so that their positional numbers are rates: `linear_schedule(2.5e-4)`. */
const SCHEDULE_CALLS = /(schedule|sched|decay|anneal|warmup|constant_?lr|linear)/i;

/** The arguments that a call used as a rate may evaluate to: those of casts, defaults, lookups with a fallback, searches. */
export function valuesPassedThrough(call: CallExpression): readonly PassedThroughValue[] {
  const name = lastName(call.callee) ?? '';
  const positional = positionalValues(call);
  const named = (pattern: RegExp) =>
    call.args.flatMap((argument) => (argument.name !== null && pattern.test(argument.name) ? argument.value : []));
  if (CHOICE_CALLS.test(name))
    return [
      ...asBounds([...positional, ...named(/^(values|choices|sequence|categories)$/)]),
      ...asValues(named(/^default$/)),
    ];
  if (RANGE_CALLS.test(name)) {
    const bounds = [
      ...positional.filter(mayBePositive),
      ...named(/^(min_value|max_value|low|high|min|max|lower|upper|a|b)$/),
    ];
    return [...asBounds(bounds.filter(mayBePositive)), ...asValues(named(/^default$/))];
  }
  if (name === 'min' || name === 'max' || name === 'minimum' || name === 'maximum') {
    return positional.flatMap((value): PassedThroughValue[] => {
      const number = writtenNumber(value)?.value;
      if (number === undefined) return mayNameRate(value) ? [{ value }] : [];
      // A limit of 1 is that of a ratio.
      return number === 1 ? [] : [{ value, part: 'end' }];
    });
  }
  if (CAST_CALLS.has(name))
    return asValues([
      ...(name === 'slice' ? positional : positional.slice(0, 1)),
      ...named(/^(initial_value|value|initializer)$/),
    ]);
  if (
    name === 'get' ||
    name === 'getattr' ||
    name === 'pop' ||
    name === 'setdefault' ||
    name === 'getfloat' ||
    name === 'getenv'
  )
    return asValues([...positional.slice(-1), ...named(/^(default|fallback)$/)]);
  const defaults = named(/^(default|default_value|defaultValue)$/);
  if (defaults.length > 0) return asValues(defaults);
  if (DEFAULT_CALLS.test(name)) return asValues(positional.slice(0, 1));
  if (SCHEDULE_CALLS.test(name)) return asValues(positional.filter(isSmallNumber));
  // get_param(settings, "lr", 0.001)
  const pair = nameValuePair(call);
  return pair && isSmallNumber(pair.value) ? asValues([pair.value]) : [];
}

function asValues(values: readonly Expression[]): PassedThroughValue[] {
  return values.map((value) => ({ value }));
}

function asBounds(values: readonly Expression[]): PassedThroughValue[] {
  return values.map((value) => ({ value, part: 'bound' }));
}

/** Whether an argument of `min` or `max` may be a rate: `lr` in `max(lr, 1e-6)`, but not `step` in `min(step, 1e-2)`. */
function mayNameRate(expression: Expression): boolean {
  return expression.kind !== 'path' || parseRateName(lastName(expression) ?? '') !== null;
}

function mayBePositive(expression: Expression): boolean {
  const number = writtenNumber(expression);
  return number === null ? expression.kind === 'path' : number.value > 0;
}
