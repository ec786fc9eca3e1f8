import { KERAS_STRINGS } from '../catalog/keras.ts';
import { isOptimizerName } from '../catalog/optimizerNames.ts';
import { TENSORFLOW_JS_STRINGS } from '../catalog/tensorFlowJs.ts';
import type { CallExpression, Expression, TextExpression } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { argumentFor } from '../program/arguments.ts';
import { valuesPassedFor } from '../program/callers.ts';
import { isOneOfSeveralOptimizers } from './knownCalls.ts';
import type { Program } from '../program/program.ts';
import { resolve } from '../program/resolve.ts';
import type { CallSearch } from './callSearch.ts';
import type { Context } from '../program/context.ts';

/** Records optimizers that Keras and TensorFlow.js get as a string (`compile(optimizer="adam")`), and so run at their default rate. */
export function searchCompile(search: CallSearch, call: CallExpression, context: Context, name: string): void {
  if (
    name === 'get' &&
    call.callee.kind === 'path' &&
    search.program.qualifiedNameOf(call.callee) === 'keras.optimizers.get'
  ) {
    addDefaults(search, call, call.args[0]?.value, context, KERAS_STRINGS);
    return;
  }
  if (name !== 'compile') return;
  if (search.program.isScript) {
    const [settings] = call.args;
    const optimizer =
      settings?.value.kind === 'dict'
        ? settings.value.entries.find(({ key }) => key === 'optimizer')?.value
        : undefined;
    addDefaults(search, call, optimizer, context, TENSORFLOW_JS_STRINGS);
    return;
  }
  const argument = argumentFor(call, { names: ['optimizer'], position: 0 });
  const isKeras =
    search.program.importsFrom(/^(keras|tensorflow|tf_keras)\b/) ||
    call.args.some(({ name: keyword }) => keyword === 'loss' || keyword === 'metrics');
  if (isKeras) addDefaults(search, call, argument?.value, context, KERAS_STRINGS);
}

function addDefaults(
  search: CallSearch,
  call: CallExpression,
  optimizer: Expression | undefined,
  context: Context,
  rates: ReadonlyMap<string, number>,
): void {
  if (!optimizer) return;
  const texts = textsOf(search.program, optimizer, context);
  for (const { text, unit } of texts) {
    const value = rates.get(text.value.toLowerCase());
    if (value === undefined || !isOptimizerName(text.value)) continue;
    search.found.addOptimizer(text.value, context.unit, texts.length === 1 && !isOneOfSeveralOptimizers(call, context));
    search.found.openOptimizers.add(text.value);
    search.found.addDefault({
      unit,
      start: text.start,
      end: text.end,
      value,
      framework: search.program.isScript ? 'tfjs' : 'keras',
      optimizer: text.value,
      name: search.program.isScript ? 'learningRate' : 'learning_rate',
    });
  }
}

interface PlacedText {
  readonly text: TextExpression;
  readonly unit: Unit;
}

/** The strings that an expression may be: itself, the values of its name, or what callers pass for a parameter. */
function textsOf(program: Program, expression: Expression, context: Context): PlacedText[] {
  const direct = (value: Expression, unit: Unit): PlacedText[] =>
    value.kind === 'text' ? [{ text: value, unit }] : [];
  if (expression.kind !== 'path' || expression.names.length > 1) return direct(expression, context.unit);
  const { values, parameterOf } = resolve(program, expression, context);
  const passed = parameterOf ? valuesPassedFor(program, parameterOf, expression.names[0]) : [];
  return [...values, ...passed].flatMap(({ value, unit }) => direct(value, unit));
}
