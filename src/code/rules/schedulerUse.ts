import type { BlockOutline, SchedulerOutline, StepOutline } from '../outline/trainingOutline.ts';

/** How a scheduler is stepped: by one call, in a loop over epochs or over batches. */
export interface SchedulerUse {
  readonly step: StepOutline;
  readonly epochs: BlockOutline | null;
  readonly batches: BlockOutline | null;
}

/** How a scheduler is stepped; null if that is unclear: by several calls, under a condition, or outside of the visible code. */
export function schedulerUse({ steps: [step, ...more] }: SchedulerOutline): SchedulerUse | null {
  if (!step || more.length > 0) return null;
  const last = step.blocks.at(-1);
  if (last?.kind === 'epochs') return { step, epochs: last, batches: null };
  if (last?.kind !== 'batches') return null;
  const before = step.blocks.at(-2);
  return { step, epochs: before?.kind === 'epochs' ? before : null, batches: last };
}

/** Whether an expression is a number of batches: `len(train_loader) * epochs`, `steps_per_epoch * 10`. */
export function countsBatches(text: string): boolean {
  return /len\([^)]{0,100}(loader|data|batches|_dl\b|_ds\b)|steps?_per_epoch|(num|total|max|n)_?(train(ing)?_?)?(steps|iters|batches)|estimated_stepping_batches/i.test(
    text,
  );
}

/** Whether an expression is a number of epochs: `epochs`, `args.num_epochs - 5`. */
export function countsEpochs(text: string): boolean {
  return /epochs?\b/i.test(text) && !/len\(|step|iter|batch|\*/i.test(text);
}
