import * as l10n from '@vscode/l10n';

/** From the lowest to the highest rate, both included. */
export type RateRange = readonly [low: number, high: number];

/** Optimizers whose best rates are of one size, as far as the truth of the diagnosis can tell them apart. */
export type OptimizerKind = 'sgd' | 'momentum' | 'adam' | 'rmsprop' | 'adagrad' | 'lion' | 'muon' | 'lamb';

/** Optimizers that want rates of the same size, whatever they are called where. */
export interface OptimizerFamily {
  readonly name: string;
  /** Set where the name is not that of each optimizer in the family. */
  readonly isUnnamed?: true;
  /** What the diagnosis takes it for; null where it knows nothing of such optimizers. */
  readonly kind: OptimizerKind | null;
  /**
   * Wide on purpose: from fine-tuning large models to training small ones from scratch. A rate outside is worth a second look; far
   * outside it rarely trains.
   */
  readonly usual: RateRange;
  /** Where most trainings from scratch start. */
  readonly start: RateRange;
  /** How the best rate grows with the batch: in proportion, or with its square root; null where nobody has shown a rule. */
  readonly scaling: 'linear' | 'root' | null;
  /** It finds the size of its steps by itself, and its rate is best left at 1. */
  readonly isRateFree?: true;
  /** It finds the length of its steps itself, so curves and range tests of others say nothing of a rate for it. */
  readonly findsSteps?: true;
}

function family(
  name: string,
  kind: OptimizerKind | null,
  usual: RateRange,
  start: RateRange,
  scaling: OptimizerFamily['scaling'] = null,
): OptimizerFamily {
  return { name, kind, usual, start, scaling };
}

/** Kin of Adam without a common name; sentences call it "the optimizer". */
function unnamedFamily(usual: RateRange, start: RateRange): OptimizerFamily {
  return {
    isUnnamed: true,
    kind: 'adam',
    usual,
    start,
    scaling: null,
    get name() {
      return l10n.t('the optimizer');
    },
  };
}

/**
 * SGD: He et al. 2016 start at 0.1, fine-tuning goes down to 1e-4; Goyal et al. 2017 reach 3.2 only with batches of 8,192, and
 * scale in proportion. Adam: Kingma & Ba 2015 start at 0.001; Brown et al. 2020 train at 6e-5 to 6e-4, Devlin et al. 2019 fine-tune
 * at 2e-5 to 5e-5, Rafailov et al. 2023 on preferences at 1e-6; it scales with the square root (Malladi et al. 2022).
 */
const SGD = family('SGD', 'sgd', [1e-4, 1], [0.01, 0.3], 'linear');
const ADAM = family('Adam', 'adam', [1e-6, 1e-2], [1e-4, 3e-3], 'root');
const RATE_FREE: OptimizerFamily = {
  isUnnamed: true,
  kind: null,
  usual: [0.1, 2],
  start: [1, 1],
  scaling: null,
  isRateFree: true,
  findsSteps: true,
  get name() {
    return l10n.t('rate-free');
  },
};

/** What the Trainer of Transformers does: AdamW on a model that has been trained before. Adapters (Hu et al. 2021, LoRA) take more. */
export const FINE_TUNING = family('AdamW', 'adam', [1e-7, 2e-3], [1e-5, 2e-4], 'root');

/**
 * By a pattern of the name in lower case without separators; the first one that fits counts. Sources besides those above: the
 * defaults of PyTorch 2.13, Keras 3.15 and optax 0.2.8, which lie inside unless noted; LARS and LAMB, You et al. 2017 and 2019; Lion,
 * Chen et al. 2023 (a tenth to a third of AdamW's); RMSprop, up to the 0.045 of MobileNet (Sandler et al. 2018); Adafactor, Shazeer &
 * Stern 2018; Muon, Jordan 2024 (0.02); rate-free ones, Mishchenko & Defazio 2023; Schedule-Free, Defazio et al. 2024 (AdamW's 1 to
 * 10, SGD's 10 to 50 times the usual); others, the defaults and recommendations of their papers with a decade to either side.
 */
const FAMILIES: readonly (readonly [pattern: RegExp, family: OptimizerFamily])[] = [
  [/schedulefreesgd|sgdschedulefree/, family('Schedule-Free SGD', 'sgd', [1e-2, 50], [0.5, 10])],
  [/schedulefree/, family('Schedule-Free AdamW', 'adam', [1e-5, 5e-2], [1e-3, 1e-2])],
  [/^momoadam/, family('MoMo-Adam', 'adam', [1e-4, 1], [5e-3, 5e-2])],
  [/^(prodigy|dadapt|l?dog$|dowg|cocob|momo)/, RATE_FREE],
  [/muon/, family('Muon', 'muon', [1e-4, 0.1], [1e-3, 5e-2])],
  // Keras' default of 0.001 lies outside: Zeiler 2012 has no rate at all, which is a rate of 1.
  [/adadelta/, family('Adadelta', null, [0.05, 2], [0.3, 1])],
  [/adafactor/, family('Adafactor', 'adam', [1e-5, 5e-2], [1e-4, 1e-2])],
  [/adagrad/, family('Adagrad', 'adagrad', [1e-4, 0.5], [5e-3, 0.1])],
  [/adamax/, family('Adamax', 'adam', [1e-6, 2e-2], [5e-4, 5e-3], 'root')],
  [/nadam/, { ...ADAM, name: 'NAdam', usual: [1e-6, 2e-2] }],
  [/radam/, { ...ADAM, name: 'RAdam', usual: [1e-6, 2e-2] }],
  [/adabelief|adabound|adahessian|^adan/, unnamedFamily([1e-6, 2e-2], ADAM.start)],
  [/adamw/, { ...ADAM, name: 'AdamW' }],
  [/adopt|ademamix/, { ...ADAM, name: 'AdamW', isUnnamed: true }],
  [/adam|amsgrad/, ADAM],
  [/rmsprop/, family('RMSprop', 'rmsprop', [1e-6, 5e-2], [1e-4, 1e-2])],
  [/lion/, family('Lion', 'lion', [1e-7, 1e-3], [3e-5, 3e-4])],
  [/lamb/, family('LAMB', 'lamb', [1e-5, 2e-2], [1e-3, 1e-2])],
  [/lars$|^larc/, family('LARS', null, [1e-2, 40], [0.1, 10])],
  [/ftrl/, family('FTRL', null, [1e-4, 1], [1e-2, 0.1])],
  [/lbfgs/, { ...family('L-BFGS', null, [1e-3, 2], [0.1, 1]), findsSteps: true }],
  [/rprop/, family('Rprop', null, [1e-5, 0.1], [1e-3, 1e-2])],
  [/yogi|madgrad|novograd/, unnamedFamily([1e-5, 5e-2], [5e-4, 1e-2])],
  [/sophia/, family('Sophia', 'adam', [1e-6, 2e-3], [1e-4, 1e-3])],
  [/soap|shampoo/, unnamedFamily([1e-6, 2e-2], [3e-4, 5e-3])],
  [/signsgd|signum/, family('sign SGD', 'lion', [1e-6, 1e-2], [1e-5, 1e-3])],
  [/sgd|gradientdescent|momentum|nesterov/, SGD],
];

/** The family of an optimizer by its name as it is written somewhere; null for one that is not known. */
export function familyOf(optimizer: string): OptimizerFamily | null {
  const plain = optimizer.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return FAMILIES.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

/** The name of an optimizer for people: "Adam" for adam and torch.optim.Adam; as it is written where no other is known. */
export function optimizerTitle(optimizer: string): string {
  const family = familyOf(optimizer);
  return family && !family.isUnnamed ? family.name : optimizer;
}

/** What to look at where the optimizer is not known. */
export const COMMON_FAMILIES: readonly OptimizerFamily[] = [ADAM, SGD];
