import { KERAS_STRINGS } from '../catalog/keras.ts';
import { isOptimizerName } from '../catalog/optimizerNames.ts';
import { TENSORFLOW_JS_STRINGS } from '../catalog/tensorFlowJs.ts';
import { argumentFor } from '../program/arguments.ts';
import { valuesPassedFor } from '../program/callers.ts';
import { resolve } from '../program/resolve.ts';
import type { Expression } from '../syntax/expression.ts';
import type { CallSearch } from './callSearch.ts';
import { isOneOfSeveralOptimizers } from './knownCalls.ts';

/** Records optimizers that Keras and TensorFlow.js get as a string (`compile(optimizer="adam")`), and so run at their default rate. */
export function searchCompile(search: CallSearch): void {
  const optimizer = optimizerOf(search);
  if (!optimizer) return;
  const { program, found, site } = search;
  const { isScript } = program;
  const rates = isScript ? TENSORFLOW_JS_STRINGS : KERAS_STRINGS;
  // Itself, the values of its name, or what callers pass for a parameter.
  const values = [{ value: optimizer, unit: site.unit }, ...valuesOfName(search, optimizer)];
  const texts = values.flatMap(({ value, unit }) => (value.kind === 'text' ? [{ text: value, unit }] : []));
  for (const { text, unit } of texts) {
    const { start, end, value: name } = text;
    const value = rates.get(name.toLowerCase());
    if (value === undefined || !isOptimizerName(name)) continue;
    found.addOptimizer(name, site.unit, texts.length === 1 && !isOneOfSeveralOptimizers(site));
    found.openOptimizers.add(name);
    const ownRate = isScript
      ? ({ framework: 'tfjs', name: 'learningRate' } as const)
      : ({ framework: 'keras', name: 'learning_rate' } as const);
    found.addDefault({ unit, start, end, value, optimizer: name, ...ownRate });
  }
}

/** What a call gets as its optimizer, if it is one to `compile` or to `keras.optimizers.get`. */
function optimizerOf({ program, call, name }: CallSearch): Expression | undefined {
  const [first] = call.args;
  if (name === 'get' && call.callee.kind === 'path' && program.qualifiedNameOf(call.callee) === 'keras.optimizers.get')
    return first?.value;
  if (name !== 'compile') return undefined;
  if (program.isScript)
    return first?.value.kind === 'dict' ? first.value.entries.find(({ key }) => key === 'optimizer')?.value : undefined;
  const isKeras =
    program.importsFrom(/^(keras|tensorflow|tf_keras)\b/) ||
    call.args.some(({ name: keyword }) => keyword === 'loss' || keyword === 'metrics');
  return isKeras ? argumentFor(call, { names: ['optimizer'], position: 0 })?.value : undefined;
}

function valuesOfName({ program, site }: CallSearch, optimizer: Expression) {
  if (optimizer.kind !== 'path' || optimizer.names.length > 1) return [];
  const { values, parameterOf } = resolve(program, optimizer, site);
  return [...values, ...(parameterOf ? valuesPassedFor(program, parameterOf, optimizer.names[0]) : [])];
}
