import { KERAS_STRINGS } from '../catalog/keras.ts';
import { isOptimizerName } from '../catalog/optimizerNames.ts';
import { TENSORFLOW_JS_STRINGS } from '../catalog/tensorFlowJs.ts';
import type { CallExpression, Expression, TextExpression } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { argumentFor, passedFor } from '../program/arguments.ts';
import { isChosen } from './knownCalls.ts';
import type { Program } from '../program/program.ts';
import { resolve } from '../program/resolve.ts';
import type { Search } from './callSearch.ts';
import type { Context } from '../program/context.ts';

/** Records the optimizers that Keras and TensorFlow.js are told by a text, as in `compile(optimizer="adam")`: they run at their default rates. */
export function searchCompile(search: Search, call: CallExpression, where: Context, name: string): void {
  if (name === 'get' && call.callee.kind === 'path' && search.program.nameOf(call.callee) === 'keras.optimizers.get') {
    addDefaults(search, call, call.args[0]?.value, where, KERAS_STRINGS);
    return;
  }
  if (name !== 'compile') return;
  if (search.program.script) {
    const [settings] = call.args;
    const optimizer =
      settings?.value.kind === 'dict'
        ? settings.value.entries.find(({ key }) => key === 'optimizer')?.value
        : undefined;
    addDefaults(search, call, optimizer, where, TENSORFLOW_JS_STRINGS);
    return;
  }
  const argument = argumentFor(call, { names: ['optimizer'], position: 0 });
  const isKeras =
    search.program.importsFrom(/^(keras|tensorflow|tf_keras)\b/) ||
    call.args.some(({ name: keyword }) => keyword === 'loss' || keyword === 'metrics');
  if (isKeras) addDefaults(search, call, argument?.value, where, KERAS_STRINGS);
}

function addDefaults(
  search: Search,
  call: CallExpression,
  optimizer: Expression | undefined,
  where: Context,
  rates: ReadonlyMap<string, number>,
): void {
  if (!optimizer) return;
  const texts = textsOf(search.program, optimizer, where);
  for (const { text, unit } of texts) {
    const value = rates.get(text.value.toLowerCase());
    if (value === undefined || !isOptimizerName(text.value)) continue;
    search.optimizers.add(text.value);
    search.isCertain ||= texts.length === 1 && !isChosen(call, where);
    search.awaitsRate = true;
    search.defaults.push({
      unit,
      start: text.start,
      end: text.end,
      value,
      framework: search.program.script ? 'tfjs' : 'keras',
      optimizer: text.value,
    });
  }
}

interface PlacedText {
  readonly text: TextExpression;
  readonly unit: Unit;
}

/** The texts that an expression may be: itself, what its name was given, or what callers pass for a parameter. */
function textsOf(program: Program, expression: Expression, where: Context): PlacedText[] {
  const direct = (value: Expression, unit: Unit): PlacedText[] =>
    value.kind === 'text' ? [{ text: value, unit }] : [];
  if (expression.kind !== 'path' || expression.names.length > 1) return direct(expression, where.unit);
  const { values, parameterOf } = resolve(program, expression, where);
  const passed = parameterOf ? passedFor(program, parameterOf, expression.names[0]) : [];
  return [...values, ...passed].flatMap(({ value, unit }) => direct(value, unit));
}
