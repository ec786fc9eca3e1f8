import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';

/** Modules and functions of Keras 2 and TensorFlow 1 that today's versions don't have. */
const OLD_MODULES =
  /^tensorflow\.compat\.v1|^keras\.(utils\.np_utils|legacy|layers\.(core|convolutional|recurrent|normalization|embeddings|merge|pooling))\b|\boptimizers\.\w+_v\d\b|\blegacy\b/;
const OLD_FUNCTIONS = ['fit_generator', 'set_session', 'Session', 'InteractiveSession', 'placeholder', 'disable_v2_behavior']; // prettier-ignore

/** Whether a call creates an optimizer of Keras as it is since TensorFlow 2.11. */
export function isCurrentKeras(program: Program, { call: { callee } }: CallSite): boolean {
  return (
    callee.kind === 'path' &&
    program.qualifiedNameOf(callee).startsWith('keras.optimizers.') &&
    !callee.names.includes('legacy') &&
    !program.importsFrom(OLD_MODULES) &&
    OLD_FUNCTIONS.every((name) => program.callsTo(name).length === 0)
  );
}
