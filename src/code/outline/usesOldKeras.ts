import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';

/** Modules and functions of Keras 2 and TensorFlow 1 that today's versions don't have. */
const OLD_MODULES =
  /^theano\b|^tensorflow\.(compat\.v1|contrib|set_random_seed)\b|^(tensorflow\.)?keras\.(engine|legacy|wrappers|utils\.(np|vis|generic)_utils|layers\.(advanced_activations|convolutional|core|embeddings|local|merge|noise|normalization|pooling|recurrent|wrappers))\b|\boptimizers\.\w+_v\d\b|\blegacy\b/;
const OLD_FUNCTIONS =
  /(^|\.)((fit|predict|evaluate)_generator|predict_classes|set_session|(Interactive)?Session|placeholder|disable_v2_behavior)$|^tensorflow\.(log|set_random_seed|get_default_graph|global_variables_initializer)$/;
/** Arguments of Keras 1, such as nb_epoch. */
const OLD_ARGUMENTS = /^(nb_(epoch|filter|row|col|val_samples)|border_mode|samples_per_epoch)$/;

/** Whether a program can only run with an old version of Keras or TensorFlow. */
export function usesOldKeras(program: Program): boolean {
  const isOld = ({ call: { callee, args } }: CallSite) =>
    args.some(({ name }) => OLD_ARGUMENTS.test(name ?? '')) ||
    (callee.kind === 'path' && OLD_FUNCTIONS.test(program.qualifiedNameOf(callee)));
  return program.importsFrom(OLD_MODULES) || program.symbols.some(({ calls }) => calls.some(isOld));
}
