import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, Setting, TrainingOutline } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';
import { lengthsOf, schedulerUse } from './schedulerUse.ts';
import type { SchedulerUse } from './schedulerUse.ts';

/** Longest schedule that must be counted in epochs: that many batches would be over within minutes. */
const MAX_EPOCH_LENGTH = 100;
/** The same for the last milestone, which is usually later. */
const MAX_EPOCH_MILESTONE = 200;
/** The same for a cycle, which may be short on purpose. */
const MAX_EPOCH_CYCLE = 50;
/** Highest decay that must be per epoch: per batch it would halve the rate within 34 batches. */
const MAX_EPOCH_GAMMA = 0.98;
/** Longest patience that must be counted in epochs. PyTorch's default is 10. */
const MAX_EPOCH_PATIENCE = 20;

/** Reports a schedule whose length is in epochs, but which is stepped after every batch. */
export function steppedPerBatch({ report: { outline } }: RuleContext): readonly Problem[] {
  return outline.schedulers.flatMap((scheduler): readonly Problem[] => {
    if (
      scheduler.framework === 'keras'
        ? !outline.stepsPerEpoch
        : scheduler.framework === 'optax' && outline.updatesPerBatch
    )
      return perUpdate(scheduler, outline);
    if (scheduler.interval) return inLightning(scheduler);
    const use = schedulerUse(scheduler);
    if (!use?.batches || (use.step.argument && scheduler.name !== 'ReduceLROnPlateau')) return [];
    if (isCountedInEpochs(scheduler, use.epochs?.count?.value ?? null)) return [perBatch(scheduler, use)];
    return perMicroBatch(scheduler, use);
  });
}

function perBatch(scheduler: SchedulerOutline, { step, batches }: SchedulerUse): Problem {
  return {
    range: step,
    severity: 'warning',
    message: l10n.t(
      '{0} counts epochs but is stepped after every batch, so the schedule is used up in the first few epochs. Call step() once per epoch, after the loop over the batches.',
      scheduler.name,
    ),
    related: [
      { range: scheduler, message: l10n.t('{0} is created here', scheduler.name) },
      ...(batches ? [{ range: batches, message: l10n.t('the loop over the batches') }] : []),
    ],
    fix: null,
  };
}

/** Whether the length of a scheduler is in epochs. */
export function isCountedInEpochs(
  { name, settings, scale, ...scheduler }: SchedulerOutline,
  epochs: number | null,
): boolean {
  if (scheduler.parts.some((part) => isCountedInEpochs(part, epochs))) return true;
  const isShort = (steps: number | null | undefined, short: number) =>
    typeof steps === 'number' && steps <= Math.max(short, epochs ?? 0);
  const lengths = lengthsOf({ name, settings, scale, ...scheduler });
  if (lengths.some(isInEpochs) || settings.milestones?.lengths.some(({ unit }) => unit === 'epochs')) return true;
  switch (name) {
    case 'StepLR':
      return isShort(settings.step_size?.value, MAX_EPOCH_LENGTH) && (settings.gamma?.value ?? 0.1) <= 0.5;
    case 'MultiStepLR':
      return isShort(settings.milestones?.lengths.at(-1)?.value, MAX_EPOCH_MILESTONE);
    case 'ExponentialLR':
      return (
        settings.gamma?.value !== undefined && settings.gamma.value !== null && settings.gamma.value <= MAX_EPOCH_GAMMA
      );
    case 'LambdaLR':
      return scale !== null && (scale.isOverEpochs || (scale.decay !== null && scale.decay <= MAX_EPOCH_GAMMA));
    case 'CosineAnnealingWarmRestarts':
      return epochs !== null && isShort(settings.T_0?.value, MAX_EPOCH_CYCLE);
    case 'ReduceLROnPlateau':
      return !settings.patience || isShort(settings.patience.value, MAX_EPOCH_PATIENCE);
    default:
      return epochs !== null && epochs > 1 && lengths.some(({ value }) => value === epochs);
  }
}

function isInEpochs({ length }: Setting): boolean {
  return length?.unit === 'epochs';
}

/** A schedule that counts the steps of the optimizer, but is stepped after each of the batches whose gradients it accumulates. */
function perMicroBatch(scheduler: SchedulerOutline, use: SchedulerUse): readonly Problem[] {
  const [step, ...more] = scheduler.optimizer?.steps ?? [];
  const condition = step?.blocks.at(-1);
  if (!step || more.length > 0 || condition?.kind !== 'condition' || !condition.condition.includes('%')) return [];
  if (String(step.blocks.slice(0, -1).map(({ line }) => line)) !== String(use.step.blocks.map(({ line }) => line)))
    return [];
  const isInSteps = lengthsOf(scheduler).some(
    ({ length }) =>
      length &&
      length.value === null &&
      (length.symbols === null || length.unit === 'steps') &&
      !spansBatches(length.symbols),
  );
  if (!isInSteps) return [];
  return [
    {
      range: use.step,
      severity: 'warning',
      message: l10n.t(
        '{0} is stepped after every batch, but the optimizer only after several, so the schedule ends too early. Call step() where the optimizer is stepped.',
        scheduler.name,
      ),
      related: [{ range: step, message: l10n.t('the optimizer is stepped here') }],
      fix: null,
    },
  ];
}

function spansBatches(symbols: readonly string[] | null): boolean {
  return symbols?.some((symbol) => symbol.startsWith('len(')) ?? false;
}

function inLightning(scheduler: SchedulerOutline): readonly Problem[] {
  const { interval } = scheduler;
  if (!interval?.isPerStep || ![scheduler, ...scheduler.parts].flatMap(lengthsOf).some(isInEpochs)) return [];
  return [
    {
      range: interval,
      severity: 'warning',
      message: l10n.t(
        '{0} counts epochs, but with the interval "step" Lightning steps it after every optimizer step, so the schedule is used up in the first few epochs. Remove the interval.',
        scheduler.name,
      ),
      related: [{ range: scheduler, message: l10n.t('{0} is created here', scheduler.name) }],
      fix: null,
    },
  ];
}

/** Schedules of Keras and optax count batches. */
function perUpdate({ name, settings }: SchedulerOutline, { fits }: TrainingOutline): readonly Problem[] {
  const { boundaries } = settings;
  const length = settings.decay_steps ?? settings.first_decay_steps ?? settings.transition_steps ?? boundaries;
  if (!length) return [];
  const isDecay = name === 'ExponentialDecay' && (settings.decay_rate?.value ?? 1) <= MAX_EPOCH_GAMMA;
  const isFew =
    fits.length > 0 &&
    fits.every(({ value }) =>
      value !== null && length.value !== null && value > 1 && isDecay
        ? length.value <= Math.min(MAX_EPOCH_CYCLE, value)
        : value !== null && length.value === value,
    );
  const last = boundaries?.lengths.at(-1)?.value ?? null;
  const isWithin =
    last !== null &&
    last <= MAX_EPOCH_MILESTONE &&
    fits.length > 0 &&
    fits.every(({ value }) => value !== null && last < value);
  if (!isInEpochs(length) && !isFew && !isWithin) return [];
  return [
    {
      range: length,
      severity: 'warning',
      message: l10n.t(
        '{0} counts batches, but this looks like a number of epochs, so the schedule is used up in the first few epochs. Multiply it by the number of batches per epoch.',
        name,
      ),
      related: fits.map((epochs) => ({ range: epochs, message: l10n.t('the number of epochs') })),
      fix: null,
    },
  ];
}
