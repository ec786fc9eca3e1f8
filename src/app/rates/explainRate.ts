import type { RateCurve } from '../../charts/scheduleSketch.ts';
import type { RateScale } from '../../charts/rateScale.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { Framework, RateSite } from '../../code/rateSite.ts';
import type { OptimizerFamily } from '../../domain/optimizerFamily.ts';
import { formatRate } from '../../domain/rate.ts';
import { expectationOf } from '../../domain/rateExpectation.ts';
import { familyAt, nameOptimizers } from '../../domain/usualRates.ts';
import { visibleBatchSize } from './batchSize.ts';
import { frameworkDefault } from './frameworkDefault.ts';
import { rateCurve } from './rateCurve.ts';
import { overrideNote, rateNotes } from './rateNotes.ts';
import type { RateNote } from './rateNotes.ts';
import { schedulersOf } from './siteSchedulers.ts';
import { suggestSweep } from './suggestSweep.ts';
import type { SuggestedSweep } from './suggestSweep.ts';

/** Explains a rate in the code. All texts are plain: escape them for the format that shows them. */
export interface RateExplanation {
  /** "0.1". */
  readonly rate: string;
  /** "Adam · PyTorch". */
  readonly optimizer: string;
  /** Null if unknown. */
  readonly assessment: 'usual' | 'low' | 'high' | 'overridden' | null;
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

const FRAMEWORKS: Readonly<Record<Framework, string | null>> = {
  torch: 'PyTorch',
  keras: 'Keras',
  tfjs: 'TensorFlow.js',
  optax: 'Optax',
  hf: 'Hugging Face',
  lightning: 'Lightning',
  config: null,
  other: null,
};

const ASSESSMENTS = { typical: 'usual', low: 'low', high: 'high', unknown: null } as const;

/**
 * Explains a site or a default of a report.
 * @param text the text of the document
 */
export function explainRate(site: RateSite, report: ProgramReport, text: string): RateExplanation {
  const family = familyAt(site);
  const isDefault = report.defaults.includes(site);
  const schedulers = schedulersOf(site, report);
  const override = overrideNote(schedulers);
  const only = schedulers.length === 1 ? schedulers[0] : null;
  const curve = only ? rateCurve(only.scheduler, only.base) : null;
  const isStart = only?.isSetting === true && curve !== null && risesFrom(curve, site.value);
  return {
    rate: formatRate(site.value),
    optimizer: [nameOf(site, family), FRAMEWORKS[site.framework]].filter((part) => part !== null).join(' · '),
    assessment: override !== null ? 'overridden' : isStart ? null : ASSESSMENTS[site.assessment],
    isDefault,
    expectation: override ?? expectationOf(isStart ? { ...site, part: 'start' } : site),
    notes: override !== null || isStart ? [] : rateNotes({ site, family, batchSize: visibleBatchSize(text) }),
    scale:
      family && site.value > 0
        ? { value: site.value, usual: family.usual, frameworkDefault: isDefault ? site.value : frameworkDefault(site) }
        : null,
    curve,
    sweep: override !== null || isStart ? null : suggestSweep(site, family),
  };
}

/** Whether the curve rises from this rate: the initial rate of Keras' CosineDecay may be the start of a warm-up. */
function risesFrom({ rates }: RateCurve, value: number): boolean {
  return rates[0] === value && Math.max(...rates) > value;
}

function nameOf(site: RateSite, family: OptimizerFamily | null): string | null {
  return nameOptimizers(site) ?? (site.framework === 'hf' ? (family?.name ?? null) : null);
}
