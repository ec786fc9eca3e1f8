import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { confirmationChoice } from '../../kinds/confirmation/choice.ts';
import type { RangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';

/**
 * Trains for real what a range test suggests, as soon as it has ended. A test that was cancelled or refused is not followed by anything.
 * @param folder of the range test
 */
export async function confirmWhenEnded(
  folder: string,
  library: ExperimentLibrary,
  starter: ExperimentStarter,
): Promise<void> {
  await library.activeIn(folder)?.ended;
  const entry = await library.entry(folder);
  if (entry.problem !== null || entry.summary.kind !== 'range-test' || !entry.summary.suggestion) return;
  const test = entry.overview.record.choice as RangeTestChoice;
  await starter.start('confirmation', confirmationChoice(test, entry.summary.suggestion.rate));
}
