/** Optimizers that want rates of the same size, whatever they are called where. */
export interface OptimizerFamily {
  readonly name: string;
  /** Outside of these rates few trainings succeed: wide, so that it warns only of what stands out. */
  readonly usual: readonly [low: number, high: number];
  /** Where most trainings from scratch start. */
  readonly start: readonly [low: number, high: number];
  /** How the best rate grows with the batch; null where nobody has shown a rule. */
  readonly scaling: 'linear' | 'root' | null;
  /** It finds the size of its steps by itself, and its rate is best left at 1. */
  readonly isRateFree?: true;
}

type Range = readonly [number, number];

function family(name: string, usual: Range, start: Range, scaling: OptimizerFamily['scaling'] = null): OptimizerFamily {
  return { name, usual, start, scaling };
}

/**
 * SGD: He et al. 2016 start at 0.1, fine-tuning goes to 1e-4; Goyal et al. 2017 reach 3.2 only with batches of 8,192.
 * Adam: 1e-5 where large models are fine-tuned (Devlin et al. 2019: 2e-5 to 5e-5), 0.01 in small networks. AdamW also trains on
 * preferences, from 1e-6 on (Rafailov et al. 2023, "Direct Preference Optimization", appendix B).
 */
const SGD = family('SGD', [1e-4, 1], [0.01, 0.3], 'linear');
const ADAM = family('Adam', [1e-5, 1e-2], [3e-4, 3e-3], 'root');
const ADAMW = family('AdamW', [1e-6, 1e-2], [1e-4, 3e-3], 'root');
const RATE_FREE: OptimizerFamily = { ...family('rate-free', [0.1, 2], [1, 1]), isRateFree: true };

/** What the Trainer of Transformers is used for is fine-tuning; adapters (LoRA, Hu et al. 2021) bear up to 1e-3. */
export const FINE_TUNING = family('AdamW', [5e-7, 1e-3], [1e-5, 2e-4], 'root');

/**
 * By a pattern of the name in lower case without separators; the first one that fits counts.
 * Ranges of those not named above: Adadelta, Zeiler 2012 (no rate at all, that is 1); Lion, Chen et al. 2023 (3 to 10 times below
 * AdamW's); LAMB, You et al. 2020 (up to 0.0176); LARS, You et al. 2017 (up to 30); RMSprop, up to the 0.045 of MobileNet (Sandler
 * et al. 2018); Adafactor, Shazeer & Stern 2018 (relative 0.01) and 0.001 of T5; Muon, Jordan 2024 (0.02) and PyTorch's 0.001;
 * Prodigy, D-Adaptation, DoG, DoWG, COCOB and MoMo: their papers and manuals, which leave the rate at 1; Schedule-Free, Defazio et
 * al. 2024 (AdamW's 1 to 10, SGD's 10 to 50 times the usual); the rest, the defaults and recommendations of their papers, a
 * decade and more to either side.
 */
const FAMILIES: readonly (readonly [RegExp, OptimizerFamily])[] = [
  [/schedulefreesgd|sgdschedulefree/, family('Schedule-Free SGD', [0.01, 50], [0.5, 10])],
  [/schedulefree/, family('Schedule-Free AdamW', [1e-5, 3e-2], [1e-3, 1e-2])],
  [/^momoadam/, family('MoMo-Adam', [1e-4, 1], [5e-3, 5e-2])],
  [/^(dadapt|prodigy|l?dog$|dowg|cocob|momo)/, RATE_FREE],
  [/adamax/, family('Adamax', [1e-5, 2e-2], [5e-4, 5e-3], 'root')],
  [/nadam/, { ...ADAM, name: 'NAdam' }],
  [/radam/, { ...ADAM, name: 'RAdam' }],
  [/adamw|adopt|ademamix/, ADAMW],
  [/adabelief|adabound/, { ...ADAM, scaling: null }],
  [/adam|amsgrad/, ADAM],
  [/adadelta/, family('Adadelta', [0.05, 2], [0.3, 1])],
  [/adafactor/, family('Adafactor', [1e-5, 5e-2], [1e-4, 1e-2])],
  [/adagrad/, family('Adagrad', [1e-3, 0.5], [5e-3, 0.1])],
  [/^adan/, family('Adan', [1e-4, 2e-2], [5e-4, 1e-2])],
  [/rmsprop/, family('RMSprop', [1e-5, 5e-2], [1e-4, 1e-2])],
  [/^(paged)?lion/, family('Lion', [1e-6, 1e-3], [3e-5, 3e-4])],
  [/lamb/, family('LAMB', [1e-4, 2e-2], [1e-3, 1e-2])],
  [/^(lars|larc)/, family('LARS', [0.01, 40], [0.1, 10])],
  [/muon/, family('Muon', [1e-4, 0.1], [1e-3, 5e-2])],
  [/ftrl/, family('FTRL', [1e-3, 1], [1e-2, 0.1])],
  [/lbfgs/, family('L-BFGS', [1e-2, 2], [0.1, 1])],
  [/rprop/, family('Rprop', [1e-4, 0.1], [1e-3, 1e-2])],
  [/novograd/, family('NovoGrad', [1e-4, 0.1], [1e-3, 5e-2])],
  [/^yogi/, family('Yogi', [1e-4, 0.1], [1e-3, 1e-2])],
  [/^sophia/, family('Sophia', [1e-5, 2e-3], [1e-4, 1e-3])],
  [/^soap/, family('SOAP', [1e-4, 2e-2], [1e-3, 5e-3])],
  [/signsgd|signum/, family('sign SGD', [1e-6, 1e-2], [1e-5, 1e-3])],
  [/sgd|gradientdescent|^momentum|^nesterov/, SGD],
];

/** The family of an optimizer by its name as it is written somewhere; null for one that is not known. */
export function familyOf(optimizer: string): OptimizerFamily | null {
  const plain = optimizer.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return FAMILIES.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

/** What to look at where the optimizer is not known. */
export const COMMON_FAMILIES: readonly OptimizerFamily[] = [ADAM, SGD];
