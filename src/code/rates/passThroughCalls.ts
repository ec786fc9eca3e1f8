import { judgeRateName } from '../rateNames.ts';
import type { RatePart } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { namedPair } from './nameValuePair.ts';
import { isSmallNumber, writtenNumber } from '../program/writtenNumber.ts';

/** A value that a call passes on, and which rate it is if the call says so. */
interface Carried {
  readonly value: Expression;
  readonly part?: RatePart;
}

const CASTS: ReadonlySet<string> = new Set(
  `float double float16 float32 float64 bfloat16 array asarray tensor constant convert_to_tensor Variable variable Decimal Fraction Parameter
   parseFloat Number scalar shared slice useState ref signal list tuple get_variable
   Constant FloatVar DoubleVar placeholder_with_default`.split(/\s+/),
);

/** Calls that give a name its default: `field(default=…)`, `typer.Option(0.1)`, `Field(0.1)`. */
const DEFAULTS =
  /^(field|Field|Option|Argument|Param|Arg|ib|attrib|Input|Slider|FloatParameter|Parameter|Float|FloatProperty|opt|option|\w+HyperParam)$/;

/** Calls that go through several rates, or through a range of them. */
const CHOICES =
  /^(choice|Choice|choices|grid_search|suggest_categorical|Categorical|CategoricalHyperparameter|Discrete|suggest_discrete_uniform|one_of|ParameterGrid)$/;
const RANGES =
  /^(Float|FloatDistribution|suggest_float|suggest_loguniform|suggest_uniform|suggest_log_uniform|loguniform|uniform|quniform|qloguniform|log_uniform|LogUniform|reciprocal|Real|UniformFloatHyperparameter|UniformParameterRange|LogUniformParameterRange|ContinuousParameter)$/;

/** Calls whose positional numbers are rates because they make a schedule out of one: `linear_schedule(2.5e-4)`. */
const SCHEDULE_MAKERS = /(schedule|sched|decay|anneal|warmup|constant_?lr|linear)/i;

/** The values that a call in a rate's place passes on: of casts, defaults, look-ups with a fallback, searches. */
export function carriedValues(call: CallExpression): readonly Carried[] {
  const name = lastName(call.callee) ?? '';
  const positional = call.args
    .filter((argument) => argument.name === null && !argument.spread)
    .map(({ value }) => value);
  const named = (pattern: RegExp) =>
    call.args.flatMap((argument) => (argument.name !== null && pattern.test(argument.name) ? argument.value : []));
  if (CHOICES.test(name))
    return [
      ...searched([...positional, ...named(/^(values|choices|sequence|categories)$/)]),
      ...bare(named(/^default$/)),
    ];
  if (RANGES.test(name)) {
    const bounds = [
      ...positional.filter(isPositive),
      ...named(/^(min_value|max_value|low|high|min|max|lower|upper|a|b)$/),
    ];
    return [...searched(bounds.filter(isPositive)), ...bare(named(/^default$/))];
  }
  if (name === 'min' || name === 'max' || name === 'minimum' || name === 'maximum') {
    return positional.flatMap((value): Carried[] => {
      const number = writtenNumber(value)?.value;
      if (number === undefined) return namesRate(value) ? [{ value }] : [];
      // 1 is the limit of a ratio.
      return number === 1 ? [] : [{ value, part: 'end' }];
    });
  }
  if (CASTS.has(name))
    return bare([
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
    return bare([...positional.slice(-1), ...named(/^(default|fallback)$/)]);
  const defaults = named(/^(default|default_value|defaultValue)$/);
  if (defaults.length > 0) return bare(defaults);
  if (DEFAULTS.test(name)) return bare(positional.slice(0, 1));
  if (SCHEDULE_MAKERS.test(name)) return bare(positional.filter(isSmallNumber));
  // get_param(settings, "lr", 0.001)
  const pair = namedPair(call);
  return pair && isSmallNumber(pair.value) ? bare([pair.value]) : [];
}

function bare(values: readonly Expression[]): Carried[] {
  return values.map((value) => ({ value }));
}

function searched(values: readonly Expression[]): Carried[] {
  return values.map((value) => ({ value, part: 'bound' }));
}

/** In `min(step, 1e-2)` only the number is a rate, in `max(lr, 1e-6)` both are. */
function namesRate(expression: Expression): boolean {
  return expression.kind !== 'path' || judgeRateName(lastName(expression) ?? '') !== null;
}

function isPositive(expression: Expression): boolean {
  const number = writtenNumber(expression);
  return number === null ? expression.kind === 'path' : number.value > 0;
}
