import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { EDGE_METRICS } from '../domain/edge.ts';
import { factsOf } from '../domain/runFacts.ts';
import { variantId, variantsOf } from '../domain/variant.ts';
import { requireValid } from './edge/choice.ts';
import type { EdgeChoice } from './edge/choice.ts';
import { describeEdge } from './edge/description.ts';
import { summarizeEdge } from './edge/summary.ts';
import type { EdgeSummary } from './edge/summary.ts';
import type { FigureDefinition } from './figureDefinition.ts';
import type { Kind, Plan } from './kind.ts';
import { specOf } from './sweep/choice.ts';
import { lossByStep } from './sweep/figures.ts';
import { LABEL_FORMATS } from './sweep/plan.ts';

/** Runs whose edge of stability is measured: why one rate explodes and another does not. */
export const edge: Kind<EdgeChoice, EdgeSummary> = {
  plural: () => l10n.t('Edges of stability'),
  needsSeries: true,
  plan: planEdge,
  summarize: summarizeEdge,
  figures: edgeFigures,
  describe: describeEdge,
};

function planEdge(choice: EdgeChoice): Plan {
  requireValid(choice);
  const { name, preset, engine, learningRates, seed, points, images } = choice;
  const settings = learningRates.map((rate) => ({ rate, engine }));
  const variants = variantsOf(settings, LABEL_FORMATS);
  const runs = settings.map((values) => {
    const spec = { ...specOf(choice, values.rate, seed, engine), edge: { points, images } };
    return { variant: variants.find(({ id }) => id === variantId(values))!, seed, facts: factsOf(spec), spec };
  });
  return { name, preset, variants, runs };
}

function edgeFigures(experiment: ExperimentOverview): FigureDefinition[] {
  const { images } = experiment.record.choice as EdgeChoice;
  return [
    {
      name: 'limitByStep',
      title: l10n.t('Limit of the learning rate'),
      help: l10n.t(
        'Where the rate in use (dashed) is above its limit (solid), steps along the steepest direction grow, so the loss can rise.',
      ),
      caption: l10n.t(
        'The limit follows from the largest eigenvalue of the Hessian of the loss on the first {0} training images.',
        images,
      ),
      x: { kind: 'step', title: l10n.t('step'), scale: 'linear' },
      y: { title: l10n.t('learning rate'), kind: 'rate', scale: 'log' },
      points: 'samples',
      lines: [
        { metric: EDGE_METRICS.limit, label: l10n.t('limit') },
        { metric: EDGE_METRICS.rate, label: l10n.t('rate in use') },
      ],
      reference: null,
      published: [],
      article: null,
      marks: [],
    },
    lossByStep(),
  ];
}
