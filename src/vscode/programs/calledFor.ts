import * as vscode from 'vscode';
import { isSettings } from '../../code/source.ts';
import { cellOf, isNotebook } from '../rates/codeDocument.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';
import { uriOf } from './editedProgram.ts';
import type { ProgramPosition } from './numbersInProgram.ts';

/** A position in a text document. */
interface CalledPosition {
  readonly uri: vscode.Uri;
  readonly position: vscode.Position;
}

/** What a command was called for. */
export interface CalledFor {
  /** The file of a program or the cell of a notebook; undefined for that in the active editor. */
  readonly uri?: vscode.Uri;
  /** The settings of a program that is not told. */
  readonly settings?: vscode.Uri;
  /** Where a number may be. */
  readonly position?: CalledPosition;
}

/** Links give a line and a column, which start at 1; else the cursor tells the number. */
export function calledFor(file: unknown, line: unknown, column: unknown): CalledFor {
  const editor = vscode.window.activeTextEditor;
  const uri = uriOf(file);
  const place = uri ?? editor?.document.uri;
  const given =
    uri && typeof line === 'number' && typeof column === 'number'
      ? { uri, position: new vscode.Position(line - 1, column - 1) }
      : undefined;
  const position = given ?? (editor && { uri: editor.document.uri, position: editor.selection.active });
  const settings = place?.scheme === 'file' && isSettings(place.fsPath) ? place : undefined;
  return { ...(uri && { uri }), ...(settings && { settings }), ...(position && { position }) };
}

/** A position in a text document as one in a program or its settings; undefined if it isn't part of it. */
export function positionIn(code: CodeDocument, { uri, position }: CalledPosition): ProgramPosition | undefined {
  if (!isNotebook(code)) return uri.toString() === code.uri.toString() ? { position } : undefined;
  const cell = cellOf(code, { uri });
  return cell && { position, cell: cell.index };
}
