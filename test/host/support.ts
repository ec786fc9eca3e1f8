import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ExperimentOverview } from '../../src/domain/experiment.ts';
import type { RawRequest } from '../../src/app/trainingRequest.ts';
import type { GoldilocksApi } from '../../src/vscode/api.ts';

/** Trained in a moment. */
export const TINY: RawRequest = { rates: [0.1, 0.01], epochs: 1, trainImages: 256, testImages: 64 };
/** Trained for minutes, for tests that stop it before. */
export const LONG: RawRequest = { ...TINY, epochs: 1000, trainImages: 10_000 };

/** What the extension under test gives to others. */
export async function goldilocks(): Promise<GoldilocksApi> {
  const extension = vscode.extensions.getExtension<GoldilocksApi>('goldilocks.goldilocks');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

/** Starts a sweep as other features do. @returns the experiment's folder */
export async function startSweep(request: RawRequest): Promise<string> {
  return vscode.commands.executeCommand<string>('goldilocks.runSweep', request);
}

/** The experiment when nothing of it runs any more. */
export async function ended({ library }: GoldilocksApi, folder: string): Promise<ExperimentOverview> {
  await library.activeIn(folder)?.ended;
  const { overview } = await library.entry(folder);
  assert.ok(overview);
  return overview;
}

/**
 * Shows a text that was never saved. VS Code gives it the name of one that has just been closed, and the text of its backup too if that
 * isn't deleted yet: then the text is written in its place.
 */
export async function showUnsaved(content: string, language = 'python'): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  if (document.getText() !== content) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
    await vscode.workspace.applyEdit(edit);
  }
  return document;
}

/** States of the runs, in their order. */
export function statesOf({ runs }: ExperimentOverview): string[] {
  return runs.map(({ state }) => state);
}

/** Ends all sweeps and deletes all experiments: each test starts with an empty library. */
export async function emptyLibrary({ library }: GoldilocksApi): Promise<void> {
  const ends = library.active.map(({ ended }) => ended);
  library.cancelAll();
  await Promise.allSettled(ends);
  for (const { folder, problem } of await library.list())
    await (problem === null ? library.delete(folder) : rm(folder, { recursive: true }));
}

/** Fails a test when something that should not go wrong does. */
export function failOn(error: unknown): void {
  assert.fail(error instanceof Error ? error : String(error));
}
