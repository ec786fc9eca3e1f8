import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { formatOptimizer } from '../../domain/optimizer.ts';
import { formatRate } from '../../domain/rate.ts';
import type { FigureDefinition, FigureMark } from '../figureDefinition.ts';
import { finalLossByRate, lossByStep } from '../sweep/figures.ts';
import { measureFigures } from '../sweep/measureFigures.ts';
import type { OptimizersChoice } from './choice.ts';
import type { OptimizerOutcome, OptimizersSummary } from './summary.ts';

/** The final loss at each rate, a line an optimizer with its zone shaded; the curves behind it. */
export function optimizerFigures({ record }: ExperimentOverview, { outcomes }: OptimizersSummary): FigureDefinition[] {
  return [
    {
      ...finalLossByRate(),
      help: l10n.t(
        'One line per optimizer; the thick part is its Goldilocks zone. The wider the zone, the less the exact rate matters.',
      ),
      marks: outcomes.flatMap(suggestionMark),
      zones: outcomes.flatMap(({ group: { id, zone } }) => (zone ? { group: id, low: zone.low, high: zone.high } : [])),
    },
    lossByStep(),
    ...measureFigures(record.choice as OptimizersChoice),
  ];
}

function suggestionMark({ optimizer, group: { suggestion } }: OptimizerOutcome): FigureMark[] {
  if (!suggestion) return [];
  const { rate } = suggestion;
  return [
    { from: rate, to: rate, label: l10n.t('{0}: {1}', formatOptimizer(optimizer), formatRate(rate)), severity: 'hint' },
  ];
}
