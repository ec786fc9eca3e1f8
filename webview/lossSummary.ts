import type { Severity } from '../src/domain/finding.ts';
import { formatDuration } from '../src/domain/format.ts';
import type { FigureDefinition } from '../src/kinds/figureDefinition.ts';
import type { PanelRun } from '../src/protocol/panel.ts';
import type { ExperimentModel } from './experimentModel.ts';
import { remarksOn } from './tableRows.ts';
import type { Remark } from './tableRows.ts';
import { TEXTS } from './texts.ts';

/** The worst first. */
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information'];

/** The figure that says most of a training while it runs: single losses, else losses of epochs; null without one. */
export function lossFigure(figures: readonly FigureDefinition[]): FigureDefinition | null {
  const losses = figures.filter(({ y }) => y.kind === 'loss');
  return losses.find(({ points }) => points === 'samples') ?? losses[0] ?? figures[0] ?? null;
}

/** How far a training is: "42% · step 130 of 471", and what else to know about it: "about 5 s left". Both are empty when it is not running. */
export function progressTexts({ progress, runs, unit }: ExperimentModel): {
  readonly now: string;
  readonly more: string;
} {
  if (!progress) return { now: '', more: '' };
  const { done, left, note } = progress;
  const training = runs.filter(({ state }) => state === 'running');
  const step = Math.max(0, ...training.map(({ newestStep }) => newestStep));
  if (note !== null && !done && step === 0) return { now: note, more: '' };
  const activity = training.length === 1 ? training[0].activity : null;
  const percent = done === null ? null : TEXTS.percent(Math.floor(100 * done));
  return {
    now: [percent, activity ?? (step > 0 ? TEXTS.stepOf(step, commonTotal(training), unit) : null)]
      .filter(Boolean)
      .join(' · '),
    more: note ?? (left === null ? '' : TEXTS.timeLeft(formatDuration(left))),
  };
}

/** The worst of what was found in all runs, with the name of its variant where there are several; null when nothing is wrong. */
export function worstFinding(model: ExperimentModel): Remark | null {
  const found = model.runs.flatMap((run) => remarksOn(model, run).map((remark) => ({ run, remark })));
  for (const severity of SEVERITIES) {
    const worst = found.find(({ remark }) => remark.severity === severity);
    if (worst) return { ...worst.remark, text: namedText(model, worst.run, worst.remark.text) };
  }
  return null;
}

function namedText({ variants }: ExperimentModel, { variant }: PanelRun, text: string): string {
  const label = variants.find(({ id }) => id === variant)?.label;
  return variants.length > 1 && label ? TEXTS.spokenValue(label, text) : text;
}

/** Null where it is unknown, or not the same in all runs. */
function commonTotal(runs: readonly PanelRun[]): number | null {
  const [first] = runs;
  const total = first?.facts.total ?? null;
  return runs.every(({ facts }) => facts.total === total) ? total : null;
}
