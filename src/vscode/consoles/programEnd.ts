import * as vscode from 'vscode';
import type { EndedEvent } from '../../domain/runEvent.ts';

/** How a program's run ends that has ended with this exit code, as far as it is known. */
export function endOfProgram(exitCode: number | undefined): EndedEvent {
  if (exitCode === undefined || exitCode === 0) return { type: 'ended', state: 'finished' };
  // 128 + SIGINT: the user pressed Ctrl+C.
  if (exitCode === 130) return { type: 'ended', state: 'cancelled', reason: vscode.l10n.t('Stopped with Ctrl+C.') };
  return { type: 'ended', state: 'failed', reason: vscode.l10n.t('The program ended with exit code {0}.', exitCode) };
}
