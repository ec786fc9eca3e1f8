/**
 * The rate is multiplied by a factor when the loss has stopped falling. What is observed is the mean training loss of each
 * epoch, and patience and cooldown count epochs, as users of PyTorch and Keras know it.
 */
export interface ReduceOnPlateauSchedule {
  readonly name: 'reduce-on-plateau';
  readonly factor: number;
  /** Epochs without a better loss to wait; the next one lowers the rate. By default 1: PyTorch's and Keras' 10 are for runs of hundreds of epochs. */
  readonly patience: number;
  /** A loss is better if it is below the best by more than this share of it. */
  readonly threshold: number;
  /** After a reduction so many epochs are not counted as bad. */
  readonly cooldown: number;
  /** Share of the learning rate that it never falls below. */
  readonly end: number;
}

/** What a plateau rule remembers between two epochs: plain JSON. */
export interface PlateauState {
  readonly rate: number;
  /** The lowest loss so far; null before the first that is a number. */
  readonly best: number | null;
  readonly badEpochs: number;
  readonly cooldownLeft: number;
}

/** A reduction smaller than this is not worth making: PyTorch's eps. */
const MIN_REDUCTION = 1e-8;

export function startPlateau(learningRate: number): PlateauState {
  return { rate: learningRate, best: null, badEpochs: 0, cooldownLeft: 0 };
}

/**
 * What follows from the loss of one more epoch; a loss that is not a number is a bad one.
 * Source: PyTorch's ReduceLROnPlateau with mode "min", threshold_mode "rel" and min_lr = end · learning rate.
 */
export function observeLoss(
  schedule: ReduceOnPlateauSchedule,
  learningRate: number,
  state: PlateauState,
  loss: number,
): PlateauState {
  const isBetter = loss < (state.best ?? Infinity) * (1 - schedule.threshold);
  const best = isBetter ? loss : state.best;
  const isCooling = state.cooldownLeft > 0;
  const cooldownLeft = isCooling ? state.cooldownLeft - 1 : 0;
  const badEpochs = isBetter || isCooling ? 0 : state.badEpochs + 1;
  if (badEpochs <= schedule.patience) return { rate: state.rate, best, badEpochs, cooldownLeft };
  const reduced = Math.max(state.rate * schedule.factor, schedule.end * learningRate);
  const rate = state.rate - reduced > MIN_REDUCTION ? reduced : state.rate;
  return { rate, best, badEpochs: 0, cooldownLeft: schedule.cooldown };
}
