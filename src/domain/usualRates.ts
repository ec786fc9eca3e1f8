/** Whether a learning rate is what people use with an optimizer; `unknown` where the optimizer is. */
export type RateAssessment = 'typical' | 'low' | 'high' | 'unknown';

/** From the lowest to the highest rate that is usual, both included. */
export type RateRange = readonly [low: number, high: number];

/**
 * The rates that are usual with an optimizer, in any framework. Wide on purpose: from fine-tuning large models to training small
 * ones from scratch, scaled batches included. A rate outside is worth a second look; far outside it rarely trains.
 *
 * Sources: the defaults of PyTorch 2.13, Keras 3.15 and optax 0.2.8, which all lie inside unless noted; Smith 2018 (1803.09820)
 * and Goyal et al. 2017 (1706.02677) for SGD up to large batches; Kingma & Ba 2015 and the recipes for transformers (Devlin et
 * al. 2019: 2e-5 to 5e-5; Brown et al. 2020: 6e-5 to 6e-4) for Adam and its kin; You et al. 2017 and 2019 for LARS and LAMB; Chen
 * et al. 2023 for Lion (a third to a tenth of AdamW's); Jordan 2024 for Muon (0.02); Mishchenko & Defazio 2023 for rate-free ones.
 */
const USUAL: readonly (readonly [pattern: RegExp, range: RateRange])[] = [
  // Rate-free: the rate only scales what they find themselves, so it is left at 1.
  [/^(prodigy|dadapt\w*|dog|dowg|ldog|cocob|momo)/, [0.1, 2]],
  // Keras' default of 0.001 lies outside: Zeiler 2012 has no rate at all, which is a rate of 1.
  [/^adadelta/, [0.05, 2]],
  [/^schedulefreesgd|^sgdschedulefree/, [1e-2, 20]],
  [/(schedulefree)/, [1e-4, 5e-2]],
  [/^(lars|larc)|lars$/, [1e-2, 20]],
  [/^(lbfgs)/, [1e-3, 2]],
  [/lamb$|^lamb/, [1e-5, 2e-2]],
  [/(lion)/, [1e-7, 1e-3]],
  [/(muon)/, [2e-4, 0.1]],
  [/(sophia)/, [1e-6, 2e-3]],
  [/(adafactor)/, [1e-5, 5e-2]],
  [/(adagrad)/, [1e-4, 0.5]],
  [/(rmsprop)/, [1e-6, 2e-2]],
  [/(rprop)/, [1e-5, 0.1]],
  [/(ftrl)/, [1e-4, 1]],
  [/(yogi|madgrad|novograd)/, [1e-5, 5e-2]],
  [/(adamax|nadam|radam|adabelief|adahessian|adan|adabound|ademamix|adamp|sparseadam)/, [1e-6, 2e-2]],
  [/(adam|lazyadam|soap|shampoo)/, [1e-6, 1e-2]],
  [/(sgd|asgd|gradientdescent|momentum|nesterov)/, [1e-4, 1]],
];

/** What the Trainer of Transformers uses unless it is told otherwise is AdamW, on a model that has been trained before; adapters take more. */
const FINE_TUNING: RateRange = [1e-7, 2e-3];

/**
 * The rates that are usual with an optimizer; null if nothing is known of it.
 * @param optimizer its name in any spelling: `AdamW`, `adamw_torch`, `FusedAdam`; null if it is not known
 * @param framework `hf` for the settings of Transformers and its kin
 */
export function usualRates(optimizer: string | null, framework: string): RateRange | null {
  if (optimizer === null) return framework === 'hf' ? FINE_TUNING : null;
  const plain = optimizer.toLowerCase().replace(/[^a-z\d]/g, '');
  return USUAL.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

export function assessRate(rate: number, usual: RateRange | null): RateAssessment {
  if (!usual) return 'unknown';
  if (rate < usual[0]) return 'low';
  return rate > usual[1] ? 'high' : 'typical';
}
