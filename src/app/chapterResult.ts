import * as l10n from '@vscode/l10n';
import { runsOf } from '../domain/experiment.ts';
import { formatLoss } from '../domain/format.ts';
import { isEndState } from '../domain/run.ts';
import { median } from '../domain/score.ts';
import { verdictText } from '../domain/verdictText.ts';
import type { ChapterResult } from '../protocol/learn.ts';
import type { ExperimentEntry } from './experimentEntry.ts';

/** What a chapter of the Learn page tells of its experiment; null for one that cannot be read. */
export function chapterResult(entry: ExperimentEntry): ChapterResult | null {
  if (entry.problem !== null) return null;
  const { overview, summary, description } = entry;
  const { title, value, detail } = description.answer;
  const variants = overview.variants.flatMap((variant) => {
    const { id, label } = variant;
    const verdict = summary.verdicts[id];
    const scores = runsOf(overview.runs, variant).flatMap(({ result }) => result?.score ?? []);
    if (verdict === undefined || scores.length === 0) return [];
    const score = median(scores);
    return Number.isFinite(score)
      ? [l10n.t('{0}: {1}. The loss ends at {2}.', label, verdictText(verdict), formatLoss(score))]
      : [l10n.t('{0}: {1}. The loss is not finite.', label, verdictText(verdict))];
  });
  const isRunning = overview.runs.some(({ state }) => !isEndState(state));
  if (isRunning && value === null) return { isRunning, lines: variants };
  return { isRunning, lines: [...variants, value === null ? `${title}. ${detail}` : `${title}: ${value}. ${detail}`] };
}
