import * as l10n from '@vscode/l10n';
import type { Finding, Severity } from '../domain/finding.ts';
import { findingMessage } from '../domain/findingMessage.ts';
import { verdictText } from '../domain/verdictText.ts';
import type { FigureMark } from '../kinds/figureDefinition.ts';
import type { ShownRun } from './curveRun.ts';
import type { FigureInput } from './figureInput.ts';
import { xOfStep } from './measuredLine.ts';

/** So many flags can be told apart; further ones, the mildest and latest, are left out. */
const MAX_MARKS = 6;

const SEVERITY_ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** A finding at its place, once for all seeds of a variant that have the symptom. */
interface PlacedFinding {
  readonly finding: Finding;
  readonly run: ShownRun;
  readonly from: number;
  readonly to: number;
}

/**
 * What the curves of the visible runs show, at its steps. Of a single variant everything, with the part of the axis that it concerns;
 * of several only errors, each at the place where it begins: bands over bands could not be told apart.
 */
export function findingMarks(input: FigureInput): FigureMark[] {
  const { definition, variants } = input;
  if (!definition.showsFindings) return [];
  const placed = placedFindings(input);
  const isAlone = isOneShown(input);
  return placed
    .filter(({ finding: { severity } }) => isAlone || severity === 'error')
    .sort((a, b) => rankOf(a) - rankOf(b) || a.from - b.from)
    .slice(0, MAX_MARKS)
    .sort((a, b) => a.from - b.from)
    .map(({ finding, run: { variantIndex, name }, from, to }) => {
      const { severity, symptom } = finding;
      const message = findingMessage(finding);
      if (!isAlone) {
        return {
          from,
          to: from,
          label: '',
          severity,
          variant: variantIndex,
          detail: l10n.t('{0}: {1}', name ?? variants[variantIndex].label, message),
        };
      }
      // Where the loss breaks, its line ends, and the text at that place says so.
      const isBreak = symptom === 'nan';
      return { from, to: isBreak ? from : to, label: isBreak ? '' : verdictText(symptom), severity, detail: message };
    });
}

function isOneShown({ runs, view }: FigureInput): boolean {
  const shown = runs.filter(({ variant }) => !view.hidden.includes(variant));
  return new Set(shown.map(({ variant, name = variant }) => name)).size === 1;
}

function placedFindings({ runs, view, quantity }: FigureInput): PlacedFinding[] {
  const earliest = new Map<string, PlacedFinding>();
  for (const run of runs.filter(({ variant }) => !view.hidden.includes(variant))) {
    for (const finding of run.findings) {
      // Of a run that is slow or healthy no place is better or worse than another.
      if (finding.symptom === 'healthy' || finding.symptom === 'slow') continue;
      const from = xOfStep(finding.fromStep, run, quantity);
      const to = xOfStep(finding.toStep, run, quantity);
      if (from === null || to === null) continue;
      const key = `${run.variantIndex} ${finding.symptom}`;
      const known = earliest.get(key);
      if (!known || from < known.from) earliest.set(key, { finding, run, from, to });
    }
  }
  return [...earliest.values()];
}

function rankOf({ finding }: PlacedFinding): number {
  return SEVERITY_ORDER.indexOf(finding.severity);
}
