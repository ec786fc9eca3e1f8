import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { factsOf } from '../domain/runFacts.ts';
import { TRANSFERS, variantId, variantsOf } from '../domain/variant.ts';
import type { FigureDefinition } from './figureDefinition.ts';
import type { Kind, Plan } from './kind.ts';
import { layersSpec, requireValid } from './layers/choice.ts';
import type { LayersChoice } from './layers/choice.ts';
import { classText, describeLayers, imagesTitle } from './layers/description.ts';
import { summarizeLayers } from './layers/summary.ts';
import type { LayersSummary } from './layers/summary.ts';
import { lossByStep } from './sweep/figures.ts';
import { LABEL_FORMATS } from './sweep/plan.ts';

/**
 * Fine-tuning: a network that knows some classes learns others from few images, with one rate for all layers, a tenth of it for the
 * layers that find features, or these frozen, beside a new network.
 */
export const layers: Kind<LayersChoice, LayersSummary> = {
  plural: () => l10n.t('Fine-tuning'),
  needsSeries: false,
  plan: planLayers,
  summarize: summarizeLayers,
  figures: layersFigures,
  describe: describeLayers,
};

function planLayers(choice: LayersChoice): Plan {
  requireValid(choice);
  const { name, preset, engine, learningRate: rate } = choice;
  const settings = TRANSFERS.map((transfer) => ({ rate, transfer, engine }));
  const variants = variantsOf(settings, LABEL_FORMATS);
  const seeds = Array.from({ length: choice.seeds }, (_, index) => index + 1);
  const runs = seeds.flatMap((seed) =>
    settings.map((values) => {
      const spec = layersSpec(choice, values.transfer, seed);
      return { variant: variants.find(({ id }) => id === variantId(values))!, seed, facts: factsOf(spec), spec };
    }),
  );
  return { name, preset, variants, runs };
}

function layersFigures({ record }: ExperimentOverview): FigureDefinition[] {
  const choice = record.choice as LayersChoice;
  const guessing = 1 / (choice.dataset.classes ?? []).length;
  const accuracy: FigureDefinition = {
    name: 'accuracyByImages',
    title: l10n.t('Test accuracy of the new classes'),
    help: l10n.t(
      'A network that already knows other classes usually learns faster. The features are the layers that find shapes. Frozen, they do not change; at a tenth of the rate, they change a little.',
    ),
    caption: l10n.t(
      'The share of test images of the classes {0} classified correctly, against the training images seen.',
      classText(choice.dataset.classes ?? []),
    ),
    x: { kind: 'epoch', title: imagesTitle(choice), scale: 'linear' },
    y: { title: l10n.t('test accuracy'), kind: 'share' },
    points: 'epochs',
    lines: [{ metric: 'validationAccuracy', label: l10n.t('test') }],
    reference: { y: guessing, label: l10n.t('guessing, {0}%', Math.round(100 * guessing)) },
    published: [],
    article: null,
    marks: [],
  };
  return [accuracy, lossByStep()];
}
