import type { RateCurve } from '../../charts/scheduleSketch.ts';
import type { RateScale } from '../../charts/rateScale.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite } from '../../code/rateSite.ts';
import type { OptimizerFamily } from '../../domain/optimizerFamily.ts';
import { formatRate } from '../../domain/rate.ts';
import { expectationOf } from '../../domain/rateExpectation.ts';
import { familyAt, nameOptimizers } from '../../domain/usualRates.ts';
import { visibleBatchSize } from './batchSize.ts';
import { frameworkDefault } from './frameworkDefault.ts';
import { frameworkName } from './frameworkName.ts';
import { isInForce, judgeRate } from './judgeRate.ts';
import type { RateAssessment } from './judgeRate.ts';
import { rateNotes } from './rateNotes.ts';
import type { RateNote } from './rateNotes.ts';
import { sweepAt } from './sweepAt.ts';
import type { SuggestedSweep } from './sweepAt.ts';

/** Explains a rate in the code. All texts are plain: escape them for the format that shows them. */
export interface RateExplanation {
  /** "0.1". */
  readonly rate: string;
  /** "Adam · PyTorch". */
  readonly optimizer: string;
  /** Null if unknown. */
  readonly assessment: RateAssessment | null;
  /** Whether it is the framework's default rather than in the code. */
  readonly isDefault: boolean;
  readonly expectation: string;
  readonly notes: readonly RateNote[];
  /** Null if there is nothing to compare with. */
  readonly scale: RateScale | null;
  /** The curve of the schedule; null if unknown. */
  readonly curve: RateCurve | null;
  /** The sweep to try on the built-in network; null if there is none. */
  readonly sweep: SuggestedSweep | null;
}

/**
 * Explains a site or a default of a report.
 * @param text the text of the document
 */
export function explainRate(site: RateSite, report: ProgramReport, text: string): RateExplanation {
  const family = familyAt(site);
  const isDefault = report.defaults.includes(site);
  const { assessment, part, overrideText, possibleOverrideText, curve } = judgeRate(site, report);
  return {
    rate: formatRate(site.value),
    optimizer: [nameOf(site, family), frameworkName(site.framework)].filter((part) => part !== null).join(' · '),
    assessment,
    isDefault,
    expectation: overrideText ?? expectationOf({ ...site, part }),
    notes: [
      ...(possibleOverrideText === null ? [] : [{ kind: 'tip' as const, text: possibleOverrideText }]),
      ...(isInForce({ assessment, part }) ? rateNotes({ site, family, batchSize: visibleBatchSize(text) }) : []),
    ],
    scale:
      family && site.value > 0
        ? { value: site.value, usual: family.usual, frameworkDefault: isDefault ? site.value : frameworkDefault(site) }
        : null,
    curve,
    sweep: sweepAt(site, report),
  };
}

function nameOf(site: RateSite, family: OptimizerFamily | null): string | null {
  return nameOptimizers(site) ?? (site.framework === 'hf' ? (family?.name ?? null) : null);
}
