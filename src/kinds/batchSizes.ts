import * as l10n from '@vscode/l10n';
import { factsOf } from '../domain/runFacts.ts';
import { variantId, variantsOf } from '../domain/variant.ts';
import { batchSpec, requireValid } from './batchSizes/choice.ts';
import type { BatchSizesChoice } from './batchSizes/choice.ts';
import { describeBatchSizes } from './batchSizes/description.ts';
import { batchSizeFigures } from './batchSizes/figures.ts';
import { summarizeBatchSizes } from './batchSizes/summary.ts';
import type { BatchSizesSummary } from './batchSizes/summary.ts';
import type { Kind, Plan } from './kind.ts';
import { LABEL_FORMATS } from './sweep/plan.ts';

/** A sweep with each of several batch sizes: how does the best rate grow with the batch? */
export const batchSizes: Kind<BatchSizesChoice, BatchSizesSummary> = {
  plural: () => l10n.t('Batch size comparisons'),
  needsSeries: false,
  plan: planBatchSizes,
  summarize: summarizeBatchSizes,
  figures: batchSizeFigures,
  describe: describeBatchSizes,
};

/** Every batch size at all rates with seed 1 first, then all with the next seed. */
function planBatchSizes(choice: BatchSizesChoice): Plan {
  requireValid(choice);
  const { name, preset, engine } = choice;
  const rates = [...choice.learningRates].sort((a, b) => a - b);
  const sizes = [...choice.batchSizes].sort((a, b) => a - b);
  const settings = sizes.flatMap((batchSize) => rates.map((rate) => ({ rate, batchSize, engine })));
  const ids = settings.map(variantId);
  const variants = variantsOf(settings, LABEL_FORMATS).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const seeds = Array.from({ length: choice.seeds }, (_, index) => index + 1);
  const runs = seeds.flatMap((seed) =>
    settings.map(({ rate, batchSize }, index) => {
      const spec = batchSpec(choice, batchSize, rate, seed);
      return { variant: variants.find(({ id }) => id === ids[index])!, seed, facts: factsOf(spec), spec };
    }),
  );
  return { name, preset, variants, runs };
}
