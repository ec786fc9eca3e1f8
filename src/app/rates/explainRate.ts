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
import { overridingSchedule, rateNotes } from './rateNotes.ts';
import type { RateNote } from './rateNotes.ts';
import { schedulersOf } from './siteSchedulers.ts';
import { suggestSweep } from './suggestSweep.ts';
import type { SuggestedSweep } from './suggestSweep.ts';

/** What there is to say about a rate where it is written: plain text, which whoever shows it has to escape. */
export interface RateExplanation {
  /** "0.1". */
  readonly rate: string;
  /** "Adam · PyTorch". */
  readonly optimizer: string;
  /** Null where it cannot be told. */
  readonly assessment: 'usual' | 'low' | 'high' | 'overridden' | null;
  /** Nobody wrote it: it is the framework's default. */
  readonly isDefault: boolean;
  readonly expectation: string;
  readonly notes: readonly RateNote[];
  /** Null where there is nothing to compare with. */
  readonly scale: RateScale | null;
  readonly curve: RateCurve | null;
  /** What can be tried on the built-in network. */
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
 * @param text of the document, for what stands beside the rates
 */
export function explainRate(site: RateSite, report: ProgramReport, text: string): RateExplanation {
  const family = familyAt(site);
  const isDefault = report.defaults.includes(site);
  const schedulers = schedulersOf(site, report);
  const overriding = overridingSchedule(schedulers);
  const only = schedulers.length === 1 ? schedulers[0] : null;
  const curve = only ? rateCurve(only.scheduler, only.base) : null;
  const isStart = only?.isSetting === true && curve !== null && risesFrom(curve, site.value);
  return {
    rate: formatRate(site.value),
    optimizer: [nameOf(site, family), FRAMEWORKS[site.framework]].filter((part) => part !== null).join(' · '),
    assessment: overriding !== null ? 'overridden' : isStart ? null : ASSESSMENTS[site.assessment],
    isDefault,
    expectation: overriding ?? expectationOf(isStart ? { ...site, part: 'start' } : site),
    notes: overriding !== null || isStart ? [] : rateNotes({ site, family, batchSize: visibleBatchSize(text) }),
    scale:
      family && site.value > 0
        ? { value: site.value, usual: family.usual, standard: isDefault ? site.value : frameworkDefault(site) }
        : null,
    curve,
    sweep: overriding !== null || isStart ? null : suggestSweep(site, family),
  };
}

/** Keras' CosineDecay calls the rate that its warm-up begins with the initial one. */
function risesFrom({ rates }: RateCurve, value: number): boolean {
  return rates[0] === value && Math.max(...rates) > value;
}

function nameOf(site: RateSite, family: OptimizerFamily | null): string | null {
  return nameOptimizers(site) ?? (site.framework === 'hf' ? (family?.name ?? null) : null);
}
