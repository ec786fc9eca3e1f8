import * as l10n from '@vscode/l10n';
import { MEASURES } from '../../domain/measure.ts';
import type { Measure } from '../../domain/measure.ts';
import type { FigureDefinition } from '../figureDefinition.ts';
import type { TrainingChoice } from './choice.ts';

/** A chart of each measure that the runs of a sweep were asked for, step by step. */
export function measureFigures({ measures = [], network }: TrainingChoice): FigureDefinition[] {
  const hasUnits = network.blocks.length + network.hidden.length > 0;
  const asked = MEASURES.filter((measure) => measures.includes(measure));
  return asked.filter((measure) => measure !== 'dead-share' || hasUnits).map(measureFigure);
}

/** Norms and ratios have logarithmic axes: a run that explodes would flatten the others, and factors are what counts. */
function measureFigure(measure: Measure): FigureDefinition {
  const common = {
    x: { kind: 'step', title: l10n.t('step'), scale: 'linear' },
    points: 'samples',
    reference: null,
    published: [],
    article: null,
    marks: [],
  } as const;
  switch (measure) {
    case 'gradient-norm':
      return {
        ...common,
        name: 'gradientNormByStep',
        title: l10n.t('Gradient norm'),
        help: l10n.t('How steep the loss is. A steady or slowly falling norm is fine; at a furious rate, it jumps.'),
        caption: l10n.t("The Euclidean norm of each batch's gradient, before any clipping."),
        y: { title: l10n.t('gradient norm'), kind: 'number', scale: 'log' },
        lines: [{ metric: 'gradientNorm', label: l10n.t('gradient norm') }],
      };
    case 'update-ratio':
      return {
        ...common,
        name: 'updateRatioByStep',
        title: l10n.t('Update ratio'),
        help: l10n.t(
          'How far each step moves the weights in relation to their size. Around 0.001 is a common rule of thumb; far below it, training is slow, and far above, furious.',
        ),
        caption: l10n.t('The norm of each update, divided by the norm of the weights and biases before it.'),
        y: { title: l10n.t('update ratio'), kind: 'number', scale: 'log' },
        lines: [{ metric: 'updateRatio', label: l10n.t('update ratio') }],
      };
    case 'dead-share':
      return {
        ...common,
        name: 'deadShareByStep',
        title: l10n.t('Dead ReLU units'),
        help: l10n.t(
          'Units that output 0 for a whole batch learn nothing from it. A jump that stays means that a step was too large.',
        ),
        caption: l10n.t('The share of ReLU units that are 0 everywhere in each batch.'),
        y: { title: l10n.t('share of dead units'), kind: 'share', best: 'low' },
        lines: [{ metric: 'deadShare', label: l10n.t('share of dead units') }],
      };
  }
}
