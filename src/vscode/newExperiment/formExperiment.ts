import { chooseComparison } from '../../app/comparison.ts';
import type { Comparison } from '../../app/comparison.ts';
import type { EngineChoice } from '../../domain/engineChoice.ts';
import type { Choice } from '../../kinds/kinds.ts';
import { rangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import type { SweepChoice, TrainingChoice } from '../../kinds/sweep/choice.ts';
import type { FormAnswers } from './readForm.ts';

/** An experiment that a form asks for, its engine not chosen yet. */
export type FormExperiment =
  | Comparison
  | { readonly kind: 'sweep'; readonly choice: Choice<'sweep'> }
  | { readonly kind: 'range-test'; readonly choice: Choice<'range-test'> };

/**
 * The experiment that the answers ask for, with the engine that its command line is to name.
 * @param training what the answers want to train
 * @param images where they are, as the answers were read for them
 */
export async function chooseExperiment(
  { request, compared, range, engine }: FormAnswers,
  training: SweepChoice,
  { dataset, mnistFolder }: { readonly dataset: string | undefined; readonly mnistFolder: string },
): Promise<FormExperiment> {
  if (compared) return withEngine(await chooseComparison(compared, { dataset, ...request }, mnistFolder), engine);
  const experiment: FormExperiment = range
    ? { kind: 'range-test', choice: rangeTestChoice(training, range) }
    : { kind: 'sweep', choice: training };
  return withEngine(experiment, engine);
}

function withEngine(experiment: FormExperiment, engine: EngineChoice): FormExperiment {
  const engines: Pick<TrainingChoice, 'engine' | 'secondEngine'> = {
    engine: engine === 'tensorflow' ? 'tensorflow' : 'wasm',
    ...(engine === 'both' && { secondEngine: 'tensorflow' }),
  };
  return { ...experiment, choice: { ...experiment.choice, ...engines } } as FormExperiment;
}
