import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { EndedEvent } from '../../domain/runEvent.ts';
import { linesOfTable } from '../../logs/htmlTable.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { placesOfNotebook } from '../sites/programPlaces.ts';
import { followsConsoles } from './consoleSetting.ts';
import { FollowedConsole } from './followedConsole.ts';
import { printedChange } from './printedChange.ts';

/** What a cell prints, and what is displayed as text. */
const PRINTED: ReadonlySet<string> = new Set([
  'application/vnd.code.notebook.stdout',
  'application/vnd.code.notebook.stderr',
  'text/plain',
]);
/** The exception that has ended a cell: JSON with its name and message. */
const ERROR = 'application/vnd.code.notebook.error';

/** A cell that seems to run. */
interface RunningCell {
  /** Null while it may as well be that its outputs were put back, by an undo or by another program: that happens at one stroke. */
  console: FollowedConsole | null;
  /** What it has printed by the last change; handed over once there is a console. */
  printed: string;
}

/** Follows the trainings that run in the cells of notebooks, as far as they print their losses. */
export class NotebookCells implements vscode.Disposable {
  readonly #running = new Map<vscode.NotebookCell, RunningCell>();
  readonly #disposables: readonly vscode.Disposable[];

  constructor(
    private readonly library: ExperimentLibrary,
    private readonly rates: RateDocuments,
    private readonly onProblem: (error: unknown) => void,
  ) {
    this.#disposables = [
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges, contentChanges }) => {
        for (const change of cellChanges) this.#take(change);
        const removed = contentChanges.flatMap(({ removedCells }) => removedCells);
        if (removed.length > 0) this.#endRemoved(removed, notebook.getCells());
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        for (const cell of notebook.getCells()) this.#end(cell, { type: 'ended', state: 'finished' });
      }),
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** VS Code knows whether a cell was successful when it has run; a cell whose outputs change before that may be running. */
  #take({ cell, outputs, executionSummary }: vscode.NotebookDocumentCellChange): void {
    if (outputs && followsConsoles()) this.#read(cell);
    if (executionSummary?.success !== undefined) this.#end(cell, endOfCell(cell, executionSummary.success));
  }

  #read(cell: vscode.NotebookCell): void {
    const running = this.#running.get(cell);
    if (running) this.#print(cell, running);
    else if (cell.outputs.length > 0 && cell.executionSummary?.success === undefined)
      this.#running.set(cell, { console: null, printed: printedBy(cell) });
  }

  /** Hands over what the cell has printed by now. */
  #print(cell: vscode.NotebookCell, running: RunningCell): FollowedConsole {
    const name = vscode.l10n.t('{0}, cell {1}', path.basename(cell.notebook.uri.path), cell.index + 1);
    const placesOf = () => placesOfNotebook(cell.notebook, this.rates);
    const first = running.console === null ? running.printed : '';
    running.console ??= new FollowedConsole(name, {}, placesOf, this.library, this.onProblem);
    const printed = printedBy(cell);
    const change = first + printedChange(running.printed, printed);
    running.printed = printed;
    running.console.push(change).catch(this.onProblem);
    return running.console;
  }

  /** A cell that was moved was removed, too, but it is still there. */
  #endRemoved(removed: readonly vscode.NotebookCell[], left: readonly vscode.NotebookCell[]): void {
    const ended: EndedEvent = { type: 'ended', state: 'cancelled', reason: vscode.l10n.t('The cell was deleted.') };
    for (const cell of removed) if (!left.includes(cell)) this.#end(cell, ended);
  }

  #end(cell: vscode.NotebookCell, ended: EndedEvent): void {
    const running = this.#running.get(cell);
    if (!running) return;
    this.#running.delete(cell);
    this.#print(cell, running).end(ended).catch(this.onProblem);
  }
}

function printedBy(cell: vscode.NotebookCell): string {
  return cell.outputs.map(({ items }) => tableIn(items) || items.filter(isPrinted).map(textOf).join('')).join('');
}

/** The lines of a table of losses, as Hugging Face's Trainer and fastai display it and redraw it; "" if there is none. */
function tableIn(items: readonly vscode.NotebookCellOutputItem[]): string {
  const html = items.find(({ mime }) => mime === 'text/html');
  return html ? linesOfTable(new TextDecoder().decode(html.data)) : '';
}

function isPrinted({ mime }: vscode.NotebookCellOutputItem): boolean {
  return PRINTED.has(mime);
}

function textOf({ mime, data }: vscode.NotebookCellOutputItem): string {
  const text = new TextDecoder().decode(data);
  return mime === 'text/plain' && !text.endsWith('\n') ? `${text}\n` : text;
}

function endOfCell(cell: vscode.NotebookCell, isSuccessful: boolean): EndedEvent {
  if (isSuccessful) return { type: 'ended', state: 'finished' };
  const items = cell.outputs.flatMap((output) => output.items);
  const { name, message } = readError(items.find(({ mime }) => mime === ERROR));
  if (name === 'KeyboardInterrupt')
    return { type: 'ended', state: 'cancelled', reason: vscode.l10n.t('The cell was interrupted.') };
  const reason =
    name === undefined
      ? vscode.l10n.t('The cell ended with an error.')
      : vscode.l10n.t('The cell ended with an error: {0}', message ? `${name}: ${message}` : name);
  return { type: 'ended', state: 'failed', reason };
}

function readError(item: vscode.NotebookCellOutputItem | undefined): { name?: string; message?: string } {
  if (!item) return {};
  try {
    const { name, message } = JSON.parse(new TextDecoder().decode(item.data)) as Record<string, unknown>;
    return {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof message === 'string' ? { message } : {}),
    };
  } catch {
    return {};
  }
}
