import type { EpochSummary } from './run.ts';
import type { Sample } from './sample.ts';
import type { RunFacts } from './runFacts.ts';

/**
 * The complete epochs of a run of which only the samples are known: their losses averaged over images, as the trainer does it, so
 * that a short last batch counts for what it is.
 * @param samples by ascending step; the test after an epoch marks its end
 */
export function summarizeEpochs(samples: readonly Sample[], facts: RunFacts): EpochSummary[] {
  const { stepsPerEpoch, imagesPerEpoch, batchSize } = facts;
  if (stepsPerEpoch === null || imagesPerEpoch === null || batchSize === null) return [];
  const imagesAt = (step: number): number =>
    step % stepsPerEpoch === 0 ? imagesPerEpoch - (stepsPerEpoch - 1) * batchSize : batchSize;
  const lossSums = new Map<number, number>();
  const tests = new Map<number, Sample>();
  const seconds = new Map<number, number>();
  for (const sample of samples) {
    const { step, loss } = sample;
    if (step === 0) continue;
    const epoch = Math.ceil(step / stepsPerEpoch);
    if (loss !== undefined) lossSums.set(epoch, (lossSums.get(epoch) ?? 0) + loss * imagesAt(step));
    if (sample.validationLoss !== undefined) tests.set(epoch, sample);
    if (sample.seconds !== undefined) seconds.set(epoch, sample.seconds);
  }
  const newest = samples.at(-1)?.step ?? 0;
  const isTested = facts.metrics.some(({ name }) => name === 'validationLoss');
  const isComplete = (epoch: number): boolean =>
    newest > epoch * stepsPerEpoch || (isTested ? tests.has(epoch) : newest === epoch * stepsPerEpoch);
  const complete = [...lossSums].filter(([epoch]) => isComplete(epoch));
  return complete.map(([epoch, lossSum]) => ({
    epoch,
    step: epoch * stepsPerEpoch,
    loss: lossSum / imagesPerEpoch,
    accuracy: tests.get(epoch)?.validationAccuracy ?? null,
    validationLoss: tests.get(epoch)?.validationLoss ?? null,
    seconds: (seconds.get(epoch) ?? 0) - (seconds.get(epoch - 1) ?? 0),
    images: imagesPerEpoch,
  }));
}
