import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { formatCount, formatShare } from '../../domain/format.ts';
import { presetWith, SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { formatRate } from '../../domain/rate.ts';
import { describeNetwork, epochCount, illustrationCaveat, seedCount, trainingImages } from '../builtIn.ts';
import { commandLine } from '../commandLine.ts';
import type { Description } from '../kind.ts';
import { engineWords, modelOptions } from '../sweep/command.ts';
import { DEFAULT_LAYERS } from './choice.ts';
import type { LayersChoice } from './choice.ts';
import type { AccuracyOutcome, LayersSummary } from './summary.ts';

/** Describes a comparison of layers' rates. */
export function describeLayers(
  { record }: ExperimentOverview,
  summary: LayersSummary,
  isRunning: boolean,
): Description {
  const choice = record.choice as LayersChoice;
  const { outcomes } = summary;
  return {
    title: l10n.t('Fine-tuning at {0}', formatRate(choice.learningRate)),
    subject: describeNetwork(choice),
    amounts: [
      l10n.t('first classes {0}', classText(choice.pretraining.classes)),
      l10n.t('then {0} of classes {1}', trainingImages(choice), classText(choice.dataset.classes ?? [])),
      epochCount(choice.epochs),
      ...(choice.seeds > 1 ? [seedCount(choice.seeds)] : []),
    ],
    outcome: summary.isOver && outcomes.length > 0 ? l10n.t('best: {0}', outcomes[0].label) : null,
    answer: answerOf(summary, isRunning),
    scales: [],
    notes: isRunning ? [] : spreadNote(summary),
    caveat: illustrationCaveat(),
    command: layersCommand(choice),
  };
}

/** "0 to 4" */
export function classText(classes: readonly number[]): string {
  return l10n.t('{0} to {1}', Math.min(...classes), Math.max(...classes));
}

function answerOf({ outcomes, isOver }: LayersSummary, isRunning: boolean): Description['answer'] {
  if (outcomes.length === 0) {
    return isRunning
      ? {
          title: l10n.t('Most accurate'),
          value: null,
          detail: l10n.t('The comparison appears when the first runs finish.'),
        }
      : { title: l10n.t('No comparison'), value: null, detail: l10n.t('Too few runs finished.') };
  }
  return {
    title: isOver ? l10n.t('Most accurate') : l10n.t('Most accurate so far'),
    value: outcomes[0].label,
    detail: outcomes.map(accuracyText).join(' · '),
  };
}

function accuracyText({ label, accuracy, lowest, highest }: AccuracyOutcome): string {
  return lowest === highest
    ? l10n.t('{0}: {1}', label, formatShare(accuracy))
    : l10n.t('{0}: {1} ({2} to {3})', label, formatShare(accuracy), formatShare(lowest), formatShare(highest));
}

/** Whether the best variant's lead is more than chance. */
function spreadNote({ outcomes, isClear }: LayersSummary): string[] {
  if (isClear || outcomes.length < 2) return [];
  const [best, next] = outcomes;
  return [
    l10n.t(
      'The accuracies of "{0}" and "{1}" overlap across seeds, so it is not certain which is better.',
      best.label,
      next.label,
    ),
  ];
}

/** The command line that runs the same comparison; files of the user's own appear as DIR and FILE.json. Null if it is unsafe. */
function layersCommand(choice: LayersChoice): string | null {
  const base = presetWith(choice.network);
  const { learningRate, epochs, seeds, dataset } = choice;
  return commandLine([
    'goldilocks',
    'compare',
    '--layers',
    ...(base && base !== SLOW_FAST_FURIOUS ? ['--preset', base.name] : []),
    ...(learningRate === DEFAULT_LAYERS.learningRate ? [] : ['--rate', learningRate]),
    ...modelOptions(choice, base !== undefined),
    ...['--test', dataset.test, '--epochs', epochs, '--seeds', seeds],
    ...engineWords(choice),
  ]);
}

/** The title of an axis of epochs from which the images seen can be told: "epoch of 250 images". */
export function imagesTitle({ dataset }: LayersChoice): string {
  return l10n.t('epoch of {0} images', formatCount(dataset.train));
}
