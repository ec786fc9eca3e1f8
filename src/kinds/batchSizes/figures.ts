import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import type { FigureDefinition } from '../figureDefinition.ts';
import { finalLossByRate, lossByStep } from '../sweep/figures.ts';
import { measureFigures } from '../sweep/measureFigures.ts';
import type { BatchSizesChoice } from './choice.ts';
import type { BatchSizesSummary } from './summary.ts';

/** The final loss at each rate, a line a batch size with its zone shaded; the curves behind it. */
export function batchSizeFigures({ record }: ExperimentOverview, { outcomes }: BatchSizesSummary): FigureDefinition[] {
  return [
    {
      ...finalLossByRate(),
      help: l10n.t('One line per batch size; the thick part is its Goldilocks zone. See how it moves with the batch.'),
      zones: outcomes.flatMap(({ group: { id, zone } }) => (zone ? { group: id, low: zone.low, high: zone.high } : [])),
    },
    lossByStep(),
    ...measureFigures(record.choice as BatchSizesChoice),
  ];
}
