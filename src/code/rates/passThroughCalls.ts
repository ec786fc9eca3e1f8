import { parseRateName } from '../rateNames.ts';
import type { RatePart } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { positionalValues } from '../program/arguments.ts';
import { isSmallNumber, writtenNumber } from '../program/writtenNumber.ts';

/** A value that a call passes through, and the part that it plays if the call says so. */
interface PassedThroughValue {
  readonly value: Expression;
  readonly part?: RatePart;
}

/** Which arguments a call may evaluate to: those with certain names, or else some of the others. */
interface PassThrough {
  readonly calls: RegExp;
  readonly named: RegExp;
  readonly positional: (values: readonly Expression[]) => readonly Expression[];
  readonly part?: RatePart;
}

const DEFAULT = /^(default|default_value|defaultValue)$/;

const first = (values: readonly Expression[]) => values.slice(0, 1);
const all = (values: readonly Expression[]) => values;

/** The first row that matches the name of a call counts. */
const PASS_THROUGH: readonly PassThrough[] = [
  // The choices of a hyperparameter search
  {
    calls:
      /^(choice|Choice|choices|grid_search|suggest_categorical|Categorical|CategoricalHyperparameter|Discrete|suggest_discrete_uniform|one_of|ParameterGrid)$/,
    named: /^(values|choices|sequence|categories)$/,
    positional: all,
    part: 'bound',
  },
  // The range of one; negative limits are exponents
  {
    calls:
      /^(Float|FloatDistribution|suggest_float|suggest_loguniform|suggest_uniform|suggest_log_uniform|loguniform|uniform|quniform|qloguniform|log_uniform|LogUniform|reciprocal|Real|UniformFloatHyperparameter|UniformParameterRange|LogUniformParameterRange|ContinuousParameter)$/,
    named: /^(min_value|max_value|low|high|min|max|lower|upper|a|b)$/,
    positional: all,
    part: 'bound',
  },
  // Conversions and wrappers
  { calls: /^slice$/, named: DEFAULT, positional: all },
  {
    calls:
      /^(float|double|float16|float32|float64|bfloat16|array|asarray|tensor|constant|convert_to_tensor|[Vv]ariable|Decimal|Fraction|Parameter|parseFloat|Number|scalar|shared|useState|ref|signal|list|tuple|get_variable|Constant|FloatVar|DoubleVar|placeholder_with_default)$/,
    named: /^(initial_value|value|initializer)$/,
    positional: first,
  },
  // Lookups with a fallback
  {
    calls: /^(get|getattr|pop|setdefault|getfloat|getenv)$/,
    named: /^(default|fallback)$/,
    positional: (values) => values.slice(-1),
  },
  // `field(default=…)`, `typer.Option(0.1)`, `Field(0.1)`
  {
    calls:
      /^(field|Field|Option|Argument|Param|Arg|ib|attrib|Input|Slider|FloatParameter|FloatProperty|opt|option|\w+HyperParam)$/,
    named: DEFAULT,
    positional: first,
  },
  // `linear_schedule(2.5e-4)`
  {
    calls: /(schedule|sched|decay|anneal|warmup|constant_?lr|linear)/i,
    named: DEFAULT,
    positional: (values) => values.filter(isSmallNumber),
  },
  { calls: /(?:)/, named: DEFAULT, positional: () => [] },
];

/** The arguments that a call used as a rate may evaluate to: those of casts, defaults, lookups with a fallback, searches. */
export function valuesPassedThrough(call: CallExpression): readonly PassedThroughValue[] {
  const name = lastName(call.callee) ?? '';
  const positional = positionalValues(call);
  if (/^(min|max)(imum)?$/.test(name)) return positional.flatMap(limitOrRate);
  const row = PASS_THROUGH.find(({ calls }) => calls.test(name))!;
  const named = valuesNamed(call, row.named);
  const passed = named.length > 0 ? named : row.positional(positional);
  if (row.part === undefined) return passed.map((value) => ({ value }));
  const bounds = passed.filter((value) => (writtenNumber(value)?.value ?? 1) > 0);
  return [
    ...bounds.map((value) => ({ value, part: row.part })),
    ...valuesNamed(call, DEFAULT).map((value) => ({ value })),
  ];
}

function valuesNamed({ args }: CallExpression, pattern: RegExp): readonly Expression[] {
  return args.flatMap(({ name, value }) => (name !== null && pattern.test(name) ? value : []));
}

/** What an argument of `min` or `max` is: `lr` in `max(lr, 1e-6)` is a rate, but not `step` in `min(step, 1e-2)`. */
function limitOrRate(value: Expression): readonly PassedThroughValue[] {
  const number = writtenNumber(value)?.value;
  if (number === undefined) return value.kind !== 'path' || parseRateName(lastName(value) ?? '') ? [{ value }] : [];
  // A limit of 1 is that of a ratio.
  return number === 1 ? [] : [{ value, part: 'end' }];
}
