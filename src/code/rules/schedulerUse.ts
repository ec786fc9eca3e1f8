import type { BlockOutline, SchedulerOutline, Setting, StepOutline } from '../outline/trainingOutline.ts';

/** How a scheduler is stepped: by one call, in a loop over epochs or over batches. */
export interface SchedulerUse {
  readonly step: StepOutline;
  readonly epochs: BlockOutline | null;
  readonly batches: BlockOutline | null;
}

/** How a scheduler is stepped; null if that is unclear: by several calls, under a condition, or outside of the visible code. */
export function schedulerUse({ steps: [step, ...more] }: SchedulerOutline): SchedulerUse | null {
  return step && more.length === 0 ? useOf(step) : null;
}

/** How one call steps a scheduler; null if that is unclear. */
export function useOf(step: StepOutline): SchedulerUse | null {
  const last = step.blocks.at(-1);
  if (last?.kind === 'epochs') return { step, epochs: last, batches: null };
  if (last?.kind !== 'batches') return null;
  const before = step.blocks.at(-2);
  return { step, epochs: before?.kind === 'epochs' ? before : null, batches: last };
}

/** The settings with the lengths of schedules, in steps of the scheduler. */
const LENGTHS: Readonly<Record<string, readonly string[] | undefined>> = {
  StepLR: ['step_size'],
  CosineAnnealingLR: ['T_max'],
  CosineAnnealingWarmRestarts: ['T_0'],
  OneCycleLR: ['total_steps'],
  CyclicLR: ['step_size_up'],
  LinearLR: ['total_iters'],
  ConstantLR: ['total_iters'],
  PolynomialLR: ['total_iters'],
};

/** The lengths of a scheduler that the file shows. */
export function lengthsOf({ name, settings }: SchedulerOutline): readonly Setting[] {
  return (LENGTHS[name] ?? ['num_training_steps']).flatMap((key) => settings[key] ?? []);
}
