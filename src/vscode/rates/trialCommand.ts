import * as vscode from 'vscode';
import type { SuggestedSweep } from '../../app/rates/sweepAt.ts';
import { formatRate } from '../../domain/rate.ts';

/** The command that trains the built-in network at a rate in the code and at rates around it, with the same optimizer. */
export function trialCommand({ optimizer, rates }: SuggestedSweep): vscode.Command {
  const title =
    vscode.workspace.getConfiguration('goldilocks').get('dataset', '') === ''
      ? vscode.l10n.t('Try on the MNIST CNN')
      : // On the images of the user's own.
        vscode.l10n.t('Try on the built-in CNN');
  const tooltip = vscode.l10n.t(
    'Trains the built-in network, not your program, with {0} at the learning rates {1}',
    optimizer,
    rates.map(formatRate).join(', '),
  );
  return { command: 'goldilocks.runSweep', title, tooltip, arguments: [{ rates, optimizer }] };
}
