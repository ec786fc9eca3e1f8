import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { Checked, Problem } from './rule.ts';
import { useOf } from './schedulerUse.ts';

/** `CosineAnnealingLR` comes to its end after `T_max` epochs and then climbs back up: `T_max` wants to be the number of epochs. */
export function cosineLength({ report, text }: Checked): readonly Problem[] {
  return report.outline.schedulers
    .filter(({ name }) => name === 'CosineAnnealingLR')
    .flatMap((scheduler) => judge(scheduler, text));
}

function judge(scheduler: SchedulerOutline, text: string): Problem[] {
  const use = useOf(scheduler);
  const length = scheduler.settings.T_max;
  const epochs = use?.epochs?.count;
  if (!length || !use || !epochs || use.batches || use.step.takesArguments) return [];
  const { value: steps } = length;
  const { value: count } = epochs;
  // One less makes the last epoch the lowest; epochs of warm-up come off as well.
  if (
    steps === null ||
    count === null ||
    count < 2 ||
    Math.abs(steps - count) <= 1 ||
    (steps < count && /warm_?up/i.test(text))
  )
    return [];
  // Whole waves may be meant.
  const isWave = count % steps === 0;
  const consequence = steps < count ? `after ${steps} the rate climbs back up` : 'the rate never comes down to its end';
  return [
    {
      place: length,
      severity: steps < count && !isWave ? 'warning' : 'information',
      message: `T_max is ${steps}, but the loop makes ${count} epochs: ${consequence}. Set T_max to the number of epochs.`,
      related: [{ place: epochs.origin ?? epochs, message: `${count} epochs` }],
      fix: isWave && steps < count ? null : fixOf(length, epochs),
    },
  ];
}

/** Only a number that stands there by itself is replaced by one. */
function fixOf(length: Setting, { value }: Setting): Problem['fix'] {
  return /^\d+$/.test(length.text) ? { place: length, text: String(value) } : null;
}
