import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { lastName } from '../syntax/expression.ts';
import type { Expression } from '../syntax/expression.ts';

/** Modules and functions of Keras 2 and TensorFlow 1 that today's versions don't have. */
const OLD_MODULES =
  /^theano\b|^tensorflow\.(compat\.v1|contrib|set_random_seed)\b|^(tensorflow\.)?keras\.(engine|legacy|wrappers|utils\.(np|vis|generic)_utils|layers\.(advanced_activations|convolutional|core|embeddings|local|merge|noise|normalization|pooling|recurrent|wrappers))\b|\boptimizers\.\w+_v\d\b|\blegacy\b/;
const OLD_FUNCTIONS =
  /(^|\.)((fit|predict|evaluate)_generator|predict_classes|set_session|(Interactive)?Session|placeholder|disable_v2_behavior)$|^tensorflow\.(log|set_random_seed|get_default_graph|global_variables_initializer)$/;
/** Arguments of Keras 1, such as nb_epoch. */
const OLD_ARGUMENTS = /^(nb_(epoch|filter|row|col|val_samples)|border_mode|samples_per_epoch)$/;

/** Whether a program can only run with an old version of Keras or TensorFlow, or names one. */
export function usesOldKeras(program: Program): boolean {
  const isOld = (site: CallSite) => callsOldFunction(program, site) || passesOldArgument(program, site);
  return (
    program.namesOldKeras || program.importsFrom(OLD_MODULES) || program.symbols.some(({ calls }) => calls.some(isOld))
  );
}

/** Whether a call is to a function of old versions, and not to one of the program, unless that only wraps it. */
function callsOldFunction(program: Program, { call: { callee }, scope }: CallSite): boolean {
  if (callee.kind !== 'path' || !OLD_FUNCTIONS.test(program.qualifiedNameOf(callee))) return false;
  const own = program.functionsNamed(lastName(callee) ?? '');
  return own.length === 0 || own.some((one) => one.scope === scope);
}

/** Whether a call passes an argument of Keras 1, and not to a function of the program that has such a parameter. */
function passesOldArgument(program: Program, { call: { callee, args } }: CallSite): boolean {
  const own = program.functionsNamed(lastName(callee) ?? '');
  return args.some(
    ({ name }) =>
      name !== null &&
      OLD_ARGUMENTS.test(name) &&
      !own.some(({ scope }) => scope.parameters.includes(name)) &&
      (name !== 'border_mode' || mayBeOfKeras(program, callee)),
  );
}

/** Other libraries have a `border_mode`, too. What isn't imported by its name may be from `keras.layers import *`. */
function mayBeOfKeras(program: Program, callee: Expression): boolean {
  if (callee.kind !== 'path') return false;
  const isImported = callee.names.length > 1 || program.importTargetOf(callee.names[0]) !== undefined;
  return !isImported || program.qualifiedNameOf(callee).startsWith('keras.');
}
