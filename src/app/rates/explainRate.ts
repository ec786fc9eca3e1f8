import type { RateCourse } from '../../charts/scheduleSketch.ts';
import type { RateScale } from '../../charts/rateScale.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { Framework, RateSite } from '../../code/rateSite.ts';
import type { OptimizerFamily } from '../../domain/optimizerFamily.ts';
import { formatRate } from '../../domain/rate.ts';
import { expectationOf } from '../../domain/rateExpectation.ts';
import { familyAt } from '../../domain/usualRates.ts';
import { visibleBatchSize } from './batchSize.ts';
import { frameworkDefault } from './frameworkDefault.ts';
import { courseOf } from './rateCourse.ts';
import { rateNotes } from './rateNotes.ts';
import { schedulersOf } from './siteSchedulers.ts';
import { sweepAround } from './sweepAround.ts';
import type { SweepAround } from './sweepAround.ts';

/** What there is to say about a rate where it is written: plain text, which whoever shows it has to escape. */
export interface RateExplanation {
  /** "0.1". */
  readonly rate: string;
  /** "Adam · PyTorch". */
  readonly optimizer: string;
  /** "high"; null where it cannot be told. */
  readonly assessment: 'usual' | 'low' | 'high' | null;
  /** Nobody wrote it: it is the framework's default. */
  readonly isDefault: boolean;
  readonly expectation: string;
  /** What trips people up, at most two sentences. */
  readonly notes: readonly string[];
  /** Null where there is nothing to compare with. */
  readonly scale: RateScale | null;
  readonly course: RateCourse | null;
  /** What can be tried on the built-in network. */
  readonly sweep: SweepAround | null;
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

/** Notes beyond these make a hover that has to be scrolled. */
const MOST_NOTES = 2;

/**
 * Explains a site or a default of a report.
 * @param text of the document, for what stands beside the rates
 */
export function explainRate(site: RateSite, report: ProgramReport, text: string): RateExplanation {
  const family = familyAt(site);
  const schedulers = schedulersOf(site, report);
  const isDefault = report.defaults.includes(site);
  const framework = FRAMEWORKS[site.framework];
  const only = schedulers.length === 1 ? schedulers[0] : null;
  const notes = rateNotes({ site, family, schedulers, batchSize: visibleBatchSize(text) });
  return {
    rate: formatRate(site.value),
    optimizer: [nameOf(site, family), framework].filter((part) => part !== null).join(' · '),
    assessment: site.assessment === 'unknown' ? null : site.assessment === 'typical' ? 'usual' : site.assessment,
    isDefault,
    expectation: expectationOf(site),
    notes: notes.slice(0, MOST_NOTES),
    scale: family && site.value > 0 ? { value: site.value, usual: family.usual, standard: frameworkDefault(site) } : null,
    course: only ? courseOf(only.scheduler, only.base) : null,
    sweep: sweepAround(site, family),
  };
}

function nameOf({ optimizer, framework }: RateSite, family: OptimizerFamily | null): string | null {
  return optimizer ?? (framework === 'hf' ? (family?.name ?? null) : null);
}
