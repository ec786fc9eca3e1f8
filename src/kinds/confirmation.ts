import * as l10n from '@vscode/l10n';
import { factsOf } from '../domain/runFacts.ts';
import { variantId, variantsOf } from '../domain/variant.ts';
import { confirmationRates, requireValid } from './confirmation/choice.ts';
import type { ConfirmationChoice } from './confirmation/choice.ts';
import { describeConfirmation } from './confirmation/description.ts';
import { summarizeConfirmation } from './confirmation/summary.ts';
import type { ConfirmationSummary } from './confirmation/summary.ts';
import type { Kind, Plan } from './kind.ts';
import { specOf } from './sweep/choice.ts';
import { lossByStep } from './sweep/figures.ts';
import { LABEL_FORMATS, outwards } from './sweep/plan.ts';

/** The first steps of real trainings at a third of the rate that a range test suggests, at the rate and at three times: which one is it? */
export const confirmation: Kind<ConfirmationChoice, ConfirmationSummary> = {
  plural: () => l10n.t('Confirmations'),
  needsSeries: false,
  plan: planConfirmation,
  summarize: summarizeConfirmation,
  figures: () => [lossByStep()],
  describe: describeConfirmation,
};

function planConfirmation(choice: ConfirmationChoice): Plan {
  requireValid(choice);
  const { name, preset, engine, steps, seed } = choice;
  const settings = outwards(confirmationRates(choice)).map((rate) => ({ rate, engine }));
  const variants = variantsOf(settings, LABEL_FORMATS);
  const runs = settings.map((values) => {
    const spec = { ...specOf(choice, values.rate, seed, engine), steps };
    return { variant: variants.find(({ id }) => id === variantId(values))!, seed, facts: factsOf(spec), spec };
  });
  return { name, preset, variants, runs };
}
