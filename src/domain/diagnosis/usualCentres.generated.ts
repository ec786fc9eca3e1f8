// Written by "npm run bench:diagnosis -- --fit" from the development programs of test/bench/diagnosis/truth. Do not edit.
import type { OptimizerKind } from './optimizerKind.ts';

/** log10 of the middle of the zone: median over the programs of a kind. */
export const USUAL_CENTRES: Readonly<Record<OptimizerKind, number>> = {"sgd":-0.69,"momentum":-1.38,"adam":-2,"rmsprop":-2.08,"adagrad":-0.76,"lion":-2.47,"muon":-1.64,"lamb":-1.72};
