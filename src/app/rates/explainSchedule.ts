import * as l10n from '@vscode/l10n';
import type { RateCurve } from '../../charts/scheduleSketch.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import { frameworkName } from './frameworkName.ts';
import { rateCurve } from './rateCurve.ts';
import { scheduleSentence } from './scheduleSentence.ts';
import { siteScheduler } from './siteSchedulers.ts';
import type { KnownScheduler } from './siteSchedulers.ts';

/** Explains a schedule in the code. All texts are plain: escape them for the format that shows them. */
export interface ScheduleExplanation {
  readonly name: string;
  /** "PyTorch"; null if unknown. */
  readonly framework: string | null;
  /** What it does to the rate. */
  readonly sentence: string;
  /** A further sentence; null if there is none. */
  readonly note: string | null;
  /** The curve of the rate; null if unknown. */
  readonly curve: RateCurve | null;
}

/** Explains a scheduler of a report. */
export function explainSchedule(known: KnownScheduler, report: ProgramReport): ScheduleExplanation {
  const found = siteScheduler(known, report);
  return {
    name: known.scheduler.name,
    framework: frameworkName(known.schedule.framework),
    sentence: scheduleSentence(found),
    note: found.effect === 'overrides' ? l10n.t("It sets the rate itself and ignores the optimizer's.") : null,
    curve: rateCurve(found),
  };
}
