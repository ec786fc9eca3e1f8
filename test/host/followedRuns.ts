import { EventEmitter, on } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { contentMark } from '../../src/app/sites/contentMark.ts';
import { keyPlaces } from '../../src/app/sites/siteKey.ts';
import type { KeyedPlace } from '../../src/app/sites/siteKey.ts';
import { findRates } from '../../src/code/findRates.ts';
import { Parsers } from '../../src/code/parsers.ts';
import type { RunEvent } from '../../src/domain/runEvent.ts';
import { NO_FACTS } from '../../src/domain/runFacts.ts';
import type { RunFacts } from '../../src/domain/runFacts.ts';
import type { Sample } from '../../src/domain/sample.ts';
import type { FollowedEvent } from '../../src/logs/followLogs.ts';
import type { GoldilocksApi } from '../../src/vscode/api.ts';

/** The numbers in a document outside of all workspace folders, as they are found when its program is started. */
export async function placesOf(document: vscode.TextDocument): Promise<readonly KeyedPlace[]> {
  const { extensionPath } = vscode.extensions.getExtension('goldilocks.goldilocks')!;
  const parsers = new Parsers((file) => readFile(path.join(extensionPath, 'dist', file)));
  const source = { language: document.languageId, text: document.getText() };
  const report = await findRates(source, parsers);
  const file = document.uri.fsPath.split(path.sep).join('/');
  return keyPlaces(report, { folder: null, path: file, cells: [], content: contentMark(source, report) });
}

/**
 * Follows a run of the program in a document as if it had printed these samples.
 * @param facts what it printed of itself
 * @returns what ends it
 */
export async function followRun(
  { library }: GoldilocksApi,
  document: vscode.TextDocument,
  facts: Partial<RunFacts>,
  samples: readonly Sample[],
): Promise<() => Promise<void>> {
  const program = new EventEmitter();
  const active = await library.follow({
    name: `python ${path.basename(document.fileName)}`,
    place: null,
    places: placesOf(document),
    async *events(signal) {
      for await (const [event] of on(program, 'event', { signal, close: ['end'] })) yield event as FollowedEvent;
    },
  });
  // The listener is there when the followed training has asked for its first event.
  while (program.listenerCount('event') === 0) await new Promise((resolve) => setImmediate(resolve));
  const metrics = ['loss', ...(samples[0].gradientNorm === undefined ? [] : ['gradientNorm'])];
  const known = { ...NO_FACTS, ...facts, metrics: metrics.map((name) => ({ name, source: name })) };
  const events: readonly RunEvent[] = [
    { type: 'started', run: 'a', facts: known },
    { type: 'samples', samples },
  ];
  for (const event of events) program.emit('event', { id: 'a', name: 'a', event });
  return async () => {
    program.emit('end');
    await active.ended;
  };
}

/** The diagnostics of the extension in a document. */
export function problemsIn(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Goldilocks');
}

/** Waits until exactly these rules and symptoms are reported. */
export async function reported(uri: vscode.Uri, ...names: string[]): Promise<void> {
  const isSo = () =>
    problemsIn(uri)
      .map(({ code }) => (typeof code === 'object' ? code.value : ''))
      .join() === names.join();
  if (isSo()) return;
  await new Promise<void>((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (!isSo()) return;
      listener.dispose();
      resolve();
    });
  });
}
