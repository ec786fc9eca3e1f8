import * as l10n from '@vscode/l10n';
import { factsOf } from '../domain/runFacts.ts';
import { variantId, variantsOf } from '../domain/variant.ts';
import type { Kind, Plan } from './kind.ts';
import { probeRates, requireValid } from './probe/choice.ts';
import type { ProbeChoice } from './probe/choice.ts';
import { describeProbe } from './probe/description.ts';
import { summarizeProbe } from './probe/summary.ts';
import type { ProbeSummary } from './probe/summary.ts';
import { specOf } from './sweep/choice.ts';
import { lossByStep } from './sweep/figures.ts';
import { LABEL_FORMATS } from './sweep/plan.ts';

/** The first steps of a training at ten times and a tenth of a run's rate: what all three curves show together of the zone. */
export const probe: Kind<ProbeChoice, ProbeSummary> = {
  plural: () => l10n.t('Probes'),
  needsSeries: false,
  plan: planProbe,
  summarize: summarizeProbe,
  figures: () => [lossByStep()],
  describe: describeProbe,
};

function planProbe(choice: ProbeChoice): Plan {
  requireValid(choice);
  const { name, preset, engine, steps } = choice;
  const settings = probeRates(choice).map((rate) => ({ rate, engine }));
  const variants = variantsOf(settings, LABEL_FORMATS);
  const runs = settings.map((values) => {
    const spec = { ...specOf(choice, values.rate, 1, engine), steps };
    return { variant: variants.find(({ id }) => id === variantId(values))!, seed: 1, facts: factsOf(spec), spec };
  });
  return { name, preset, variants, runs };
}
