// Written by "npm run fit:diagnosis" from the development programs of test/bench/diagnosis/truth. Do not edit.
import type { OptimizerKind } from './optimizerKind.ts';

/** log10 of the middle of the zone: median over the programs of a kind. */
export const USUAL_CENTRES: Readonly<Record<OptimizerKind, number>> = {"sgd":-1.11,"momentum":-1.39,"adam":-2,"rmsprop":-2.29,"adagrad":-0.78,"lion":-2.55,"muon":-1.86,"lamb":-1.71};
