import * as l10n from '@vscode/l10n';
import { serializeOptimizer } from '../domain/optimizerText.ts';
import { factsOf } from '../domain/runFacts.ts';
import { variantId, variantsOf } from '../domain/variant.ts';
import type { Kind, Plan } from './kind.ts';
import { requireValid } from './optimizers/choice.ts';
import type { OptimizersChoice } from './optimizers/choice.ts';
import { describeOptimizers } from './optimizers/description.ts';
import { optimizerFigures } from './optimizers/figures.ts';
import { summarizeOptimizers } from './optimizers/summary.ts';
import type { OptimizersSummary } from './optimizers/summary.ts';
import { specOf } from './sweep/choice.ts';
import { LABEL_FORMATS } from './sweep/plan.ts';

/** A sweep with each of several optimizers, around its own usual rate: which one trains well at the widest range of rates? */
export const optimizers: Kind<OptimizersChoice, OptimizersSummary> = {
  plural: () => l10n.t('Optimizer comparisons'),
  needsSeries: false,
  plan: planOptimizers,
  summarize: summarizeOptimizers,
  figures: optimizerFigures,
  describe: describeOptimizers,
};

/** Every optimizer at all its rates with seed 1 first, then all with the next seed. */
function planOptimizers(choice: OptimizersChoice): Plan {
  requireValid(choice);
  const { name, preset, engine } = choice;
  const settings = choice.optimizers.flatMap(({ optimizer, learningRates }) =>
    [...learningRates]
      .sort((a, b) => a - b)
      .map((rate) => ({ optimizer, values: { rate, optimizer: serializeOptimizer(optimizer), engine } })),
  );
  const ids = settings.map(({ values }) => variantId(values));
  const variants = variantsOf(
    settings.map(({ values }) => values),
    LABEL_FORMATS,
  ).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const seeds = Array.from({ length: choice.seeds }, (_, index) => index + 1);
  const runs = seeds.flatMap((seed) =>
    settings.map(({ optimizer, values }, index) => {
      const spec = specOf({ ...choice, optimizer }, values.rate, seed, engine);
      return { variant: variants.find(({ id }) => id === ids[index])!, seed, facts: factsOf(spec), spec };
    }),
  );
  return { name, preset, variants, runs };
}
