import * as l10n from '@vscode/l10n';
import { formatRate } from '../domain/rate.ts';
import { factsOf } from '../domain/runFacts.ts';
import { variantId } from '../domain/variant.ts';
import type { Variant } from '../domain/variant.ts';
import type { FigureDefinition } from './figureDefinition.ts';
import type { Kind, Plan } from './kind.ts';
import { rangeTestSpec, requireValid } from './rangeTest/choice.ts';
import type { RangeTestChoice } from './rangeTest/choice.ts';
import { describeRangeTest } from './rangeTest/description.ts';
import { summarizeRangeTest } from './rangeTest/summary.ts';
import type { RangeTestSummary } from './rangeTest/summary.ts';

/**
 * Short trainings from fresh weights whose learning rate rises with each step: where does the loss fall, and where does it rise again?
 * Source: Smith, "Cyclical Learning Rates
 * for Training Neural Networks" (2017), section 3.3.
 */
export const rangeTest: Kind<RangeTestChoice, RangeTestSummary> = {
  plural: () => l10n.t('Range tests'),
  needsSeries: true,
  plan: planRangeTest,
  summarize: summarizeRangeTest,
  figures: (_, summary) => [lossByRate(summary)],
  describe: describeRangeTest,
};

/** One run for each seed. */
function planRangeTest(choice: RangeTestChoice): Plan {
  requireValid(choice);
  const { name, preset, from, to, seeds, engine } = choice;
  const values = { engine };
  const label = l10n.t('{0} to {1}', formatRate(from), formatRate(to));
  const variant: Variant = { id: variantId(values), label, values };
  const runs = Array.from({ length: seeds }, (_, index) => {
    const spec = rangeTestSpec(choice, index + 1);
    return { variant, seed: spec.seed, facts: factsOf(spec), spec };
  });
  return { name, preset, variants: [variant], runs };
}

/** The curves of a range test, with what it suggests. */
export function lossByRate({ suggestion }: Pick<RangeTestSummary, 'suggestion'>): FigureDefinition {
  return {
    name: 'lossByRate',
    title: l10n.t('Loss by learning rate'),
    help: l10n.t(
      'A good rate lies well below the one at which the loss is lowest; soon after that, training diverges.',
    ),
    caption: l10n.t('The loss of each batch while the learning rate rises with every step.'),
    x: { kind: 'rate', title: l10n.t('learning rate'), scale: 'log' },
    y: { title: l10n.t('training loss'), kind: 'loss' },
    points: 'samples',
    lines: [{ metric: 'loss', label: l10n.t('training') }],
    reference: null,
    published: [],
    article: null,
    marks: suggestion
      ? [
          {
            from: suggestion.low,
            to: suggestion.high,
            label: l10n.t('the middle of the zone is likely here'),
            severity: 'good',
          },
          {
            from: suggestion.rate,
            to: suggestion.rate,
            label: l10n.t('suggested: {0}', formatRate(suggestion.rate)),
            severity: 'hint',
          },
        ]
      : [],
  };
}
