import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import type { FigureDefinition } from '../figureDefinition.ts';
import { accuracyByEpoch, lossByStep } from '../sweep/figures.ts';
import { measureFigures } from '../sweep/measureFigures.ts';
import type { SchedulesChoice } from './choice.ts';

/** The loss by step, and right below it the rate at the same steps. */
export function scheduleFigures({ record }: ExperimentOverview): FigureDefinition[] {
  const choice = record.choice as SchedulesChoice;
  return [
    {
      ...lossByStep(),
      help: l10n.t('Compare the ends: a schedule that lowers the rate often pays off only late in the run.'),
    },
    rateByStep(),
    ...(choice.dataset.test > 0 ? [accuracyByEpoch(choice, [], null)] : []),
    ...measureFigures(choice),
  ];
}

function rateByStep(): FigureDefinition {
  return {
    name: 'rateByStep',
    title: l10n.t('Learning rate'),
    help: l10n.t(
      'The steps are those of the chart above: look down from a change of the loss to the rate that caused it.',
    ),
    caption: l10n.t('The learning rate of each step.'),
    x: { kind: 'step', title: l10n.t('step'), scale: 'linear' },
    y: { title: l10n.t('learning rate'), kind: 'rate' },
    points: 'samples',
    lines: [{ metric: 'rate', label: l10n.t('learning rate'), isHeld: true }],
    reference: null,
    published: [],
    article: null,
    marks: [],
  };
}
