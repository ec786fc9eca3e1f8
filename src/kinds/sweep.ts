import * as l10n from '@vscode/l10n';
import type { Kind } from './kind.ts';
import type { SweepChoice } from './sweep/choice.ts';
import { describeSweep } from './sweep/description.ts';
import { sweepFigures } from './sweep/figures.ts';
import { planSweep } from './sweep/plan.ts';
import { summarizeSweep } from './sweep/summary.ts';
import type { SweepSummary } from './sweep/summary.ts';

/** The same training at several learning rates: which of them is just right? */
export const sweep: Kind<SweepChoice, SweepSummary> = {
  plural: () => l10n.t('Sweeps'),
  needsSeries: false,
  plan: planSweep,
  summarize: summarizeSweep,
  figures: sweepFigures,
  describe: describeSweep,
};
