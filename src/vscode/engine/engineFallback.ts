import * as vscode from 'vscode';
import type { Engines } from '../../app/engines.ts';
import type { TrainingChoice } from '../../kinds/sweep/choice.ts';
import { EngineUnavailableError } from '../../runs/engineInspection.ts';

/**
 * Starts a training; if its engine cannot be loaded, says why and offers the built-in one, if it can train this, and to set up the other.
 * @returns what `start` does; undefined if the user left it at that
 */
export async function startWithFallback<C extends TrainingChoice, T>(
  engines: Engines,
  choice: C,
  start: (choice: C) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await start(choice);
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    const [builtIn, setUp] = [vscode.l10n.t('Use the Built-in Engine'), vscode.l10n.t('Set Up TensorFlow Engine…')];
    const fallback = await engines.resolve(choice, 'wasm').catch(() => null);
    const chosen = await vscode.window.showErrorMessage(error.message, ...(fallback ? [builtIn] : []), setUp);
    if (chosen === setUp) await vscode.commands.executeCommand('goldilocks.setUpTensorflow');
    return chosen === builtIn && fallback ? start(fallback) : undefined;
  }
}
