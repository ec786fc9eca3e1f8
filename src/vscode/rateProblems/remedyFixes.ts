import * as vscode from 'vscode';
import { numberFor } from '../../app/sites/rateScaling.ts';
import type { CodeFix } from '../../code/fixes/codeFix.ts';
import type { ReadProgram } from '../../code/readProgram.ts';
import type { Remedy } from '../../domain/finding.ts';
import { plannedEpochs } from '../../domain/runFacts.ts';
import type { StepUnit } from '../../domain/runFacts.ts';
import { formatRate } from '../../domain/rate.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';
import { fixAction } from './fixAction.ts';
import type { RunProblem } from './runProblems.ts';

type FixMakers = Pick<
  typeof import('../rates/rateFinder.ts'),
  'addSchedule' | 'clipGradients' | 'switchToAdam' | 'trainLonger'
>;

const CHANGES_OF_PROGRAMS: ReadonlySet<Remedy['kind']> = new Set([
  'clip',
  'switch-optimizer',
  'schedule',
  'warm-up',
  'train-longer',
]);

/** Whether one of the remedies of a finding is a change of the program beyond its rate. */
export function hasRemedyFixes({ finding: { remedies } }: RunProblem): boolean {
  return remedies.some(({ kind }) => CHANGES_OF_PROGRAMS.has(kind));
}

/** What the remedies of a finding change in the program beyond its rate. @param read the present text of the document */
export function remedyFixes(
  problem: RunProblem,
  code: CodeDocument,
  read: ReadProgram,
  makers: FixMakers,
): readonly vscode.CodeAction[] {
  return problem.finding.remedies.flatMap((remedy) => {
    const made = fixFor(remedy, problem, read, makers);
    return made?.fix ? [fixAction(made.title, vscode.CodeActionKind.QuickFix, made.fix, code)] : [];
  });
}

function fixFor(
  remedy: Remedy,
  { place: { range, site }, result }: RunProblem,
  read: ReadProgram,
  { addSchedule, clipGradients, switchToAdam, trainLonger }: FixMakers,
): { readonly title: string; readonly fix: CodeFix | null } | null {
  switch (remedy.kind) {
    case 'clip':
      return {
        title: vscode.l10n.t('Clip gradients at norm {0}', formatRate(remedy.norm)),
        fix: clipGradients(read, range, remedy.norm),
      };
    case 'switch-optimizer': {
      const rate = numberFor(remedy.rate, result.site);
      return {
        title:
          result.site.multiple === undefined
            ? vscode.l10n.t('Use {0} with a rate of {1}', remedy.name, formatRate(rate))
            : vscode.l10n.t(
                'Use {0} with {1} here (a rate of {2})',
                remedy.name,
                formatRate(rate),
                formatRate(remedy.rate),
              ),
        // At an optimizer it is unclear which of several numbers to change.
        fix: site && switchToAdam(read, site, rate),
      };
    }
    case 'warm-up': {
      const { steps: count } = remedy;
      const { unit } = result.run.facts;
      const fix = addSchedule(read, range, { kind: 'warm-up', count, unit });
      return { title: warmUpTitle(count, unit, fix !== null && 'changes' in fix && fix.endsInCosine === true), fix };
    }
    case 'schedule':
      return remedy.name === 'cosine'
        ? { title: vscode.l10n.t('Add a cosine schedule'), fix: addSchedule(read, range, { kind: 'cosine' }) }
        : null;
    case 'train-longer': {
      const planned = plannedEpochs(result.run.facts);
      return {
        title: vscode.l10n.t('Train for {0} epochs', remedy.epochs),
        fix: planned === null ? null : trainLonger(read, planned, remedy.epochs),
      };
    }
    default:
      return null;
  }
}

function warmUpTitle(count: number, unit: StepUnit, endsInCosine: boolean): string {
  if (unit === 'epoch') {
    if (endsInCosine)
      return count === 1
        ? vscode.l10n.t('Add a warm-up of one epoch and a cosine schedule')
        : vscode.l10n.t('Add a warm-up of {0} epochs and a cosine schedule', count);
    return count === 1
      ? vscode.l10n.t('Add a warm-up of one epoch')
      : vscode.l10n.t('Add a warm-up of {0} epochs', count);
  }
  if (endsInCosine)
    return count === 1
      ? vscode.l10n.t('Add a warm-up of one step and a cosine schedule')
      : vscode.l10n.t('Add a warm-up of {0} steps and a cosine schedule', count);
  return count === 1 ? vscode.l10n.t('Add a warm-up of one step') : vscode.l10n.t('Add a warm-up of {0} steps', count);
}
