import path from 'node:path';
import * as vscode from 'vscode';
import { isTrainedWith } from '../../app/sites/siteKey.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite } from '../../code/rateSite.ts';
import { isSettings } from '../../code/source.ts';
import { codeDocumentOf, uriAt } from '../rates/codeDocument.ts';
import { isProgram } from './editedProgram.ts';

/**
 * Trains the program in a file, or one that reads it as settings, at rates around a number in it: takes the URI of the file, or of the notebook's cell, as text, a line
 * and a column, which start at 1.
 */
export const SWEEP_PROGRAM = 'goldilocks.sweepProgram';
/** Runs a range test of the program in a file: takes the same. */
export const FIND_PROGRAM_RATE = 'goldilocks.findProgramRate';

/**
 * The commands that try other rates on the program that a document is, is a cell of, or holds settings for; none where nothing can be
 * started, or the rate is no number that a program is trained with.
 */
export function programCommands(
  document: vscode.TextDocument,
  site: RateSite,
  report: ProgramReport,
): readonly vscode.Command[] {
  const code = codeDocumentOf(document);
  if (!code || code.uri.scheme !== 'file' || !report.sites.includes(site) || !isTrainedWith(site, report)) return [];
  const file = path.basename(code.uri.fsPath);
  const isSettingsFile = isSettings(code.uri.fsPath);
  if (!isSettingsFile && !isProgram(code)) return [];
  const program = isSettingsFile ? vscode.l10n.t('the program that reads {0}', file) : file;
  const given = [uriAt(code, site).toString(), site.line, site.column];
  return [
    {
      command: SWEEP_PROGRAM,
      title: isSettingsFile
        ? vscode.l10n.t('Sweep rates of its program')
        : vscode.l10n.t('Sweep rates of this program'),
      tooltip: vscode.l10n.t(
        'Trains {0} at several learning rates instead of {1}. First shows how many runs that takes.',
        program,
        site.text,
      ),
      arguments: given,
    },
    {
      command: FIND_PROGRAM_RATE,
      title: isSettingsFile
        ? vscode.l10n.t('Find a rate for its program')
        : vscode.l10n.t('Find a rate for this program'),
      tooltip: vscode.l10n.t(
        'Trains {0} in short runs while the learning rate rises. First shows how many runs that takes.',
        program,
      ),
      arguments: given,
    },
  ];
}
