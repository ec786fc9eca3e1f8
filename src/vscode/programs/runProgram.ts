import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { ProgramTraining } from '../../app/programs/programTraining.ts';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import { commandText } from '../../programs/launch.ts';
import { programParts } from '../../programs/programParts.ts';
import type { ProgramError, ProgramExit, ProgramParts } from '../../programs/runningProgram.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { placesOfProgram } from '../sites/programPlaces.ts';
import { ProgramTerminal } from './programTerminal.ts';
import { pythonFor } from './pythonPath.ts';

/** The command Run With Goldilocks: runs a Python file under the probe, in a terminal, and follows what it trains as an experiment. */
export class RunProgramCommand {
  /** What programs are started with. */
  readonly #parts: ProgramParts;

  constructor(
    { extensionPath }: vscode.ExtensionContext,
    private readonly library: ExperimentLibrary,
    private readonly rates: RateDocuments,
    private readonly errors: ErrorReporter,
  ) {
    this.#parts = programParts(extensionPath);
  }

  register(): vscode.Disposable {
    return vscode.commands.registerCommand('goldilocks.runProgram', (uri: unknown) =>
      this.errors.guard(() => this.#run(uri instanceof vscode.Uri ? uri : undefined)),
    );
  }

  /** Resolves when the program has ended with all its children. Loads what runs programs only now: few windows run one. */
  async #run(uri: vscode.Uri | undefined): Promise<void> {
    const file = await savedProgram(uri);
    const folder = vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath ?? path.dirname(file.fsPath);
    const python = await pythonFor(file);
    const name = commandText([path.basename(python), path.relative(folder, file.fsPath)]);
    const { ProgramTraining } = await import('../../app/programs/programTraining.ts');
    const { ProgramError } = await import('../../programs/runningProgram.ts');
    const terminal = new ProgramTerminal(path.basename(file.fsPath));
    const program = new ProgramTraining(
      { command: [python, file.fsPath], cwd: folder, env: {}, mode: { name: 'watch' } },
      { ...this.#parts, name, onOutput: (bytes, output) => terminal.print(bytes, output) },
    );
    // Read now: what is edited while it trains, the program has not read.
    const places = placesOfProgram({ command: `python "${file.fsPath}"`, folder }, this.rates);
    try {
      await terminal.opened;
      await this.#follow(name, program, places, terminal);
      terminal.end(endText(program.exit, terminal.stopped.aborted));
    } catch (error) {
      terminal.end(vscode.l10n.t('Goldilocks stopped the program because of an error.'));
      throw error instanceof ProgramError ? new ProgramError(notStarted(error, python)) : error;
    }
  }

  /** Follows the program as an experiment from its first event on: one that trains nothing leaves none. */
  async #follow(
    name: string,
    program: ProgramTraining,
    places: ReturnType<typeof placesOfProgram>,
    terminal: ProgramTerminal,
  ): Promise<void> {
    const events = program.events(terminal.stopped);
    try {
      const first = await events.next();
      if (first.done) return;
      const follow = async function* (signal: AbortSignal): AsyncGenerator<FollowedEvent> {
        signal.addEventListener('abort', () => terminal.stop());
        yield first.value;
        yield* events;
      };
      const active = await this.library.follow({ name, place: null, places, events: follow }, 'program');
      // Whoever listens to the library tells what went wrong.
      await active.ended.catch(() => undefined);
    } finally {
      // Where the experiment cannot be written, the program ends, too.
      await events.return(undefined);
    }
  }
}

/**
 * The file to run, as the editor shows it.
 * @throws Error with a sentence if it cannot be run
 */
async function savedProgram(uri: vscode.Uri | undefined): Promise<vscode.Uri> {
  if (!vscode.workspace.isTrusted)
    throw new Error(vscode.l10n.t('This workspace is in Restricted Mode. Trust it to run its programs.'));
  const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
  if (!document || document.languageId !== 'python')
    throw new Error(
      vscode.l10n.t('No Python file is open in the editor. Open the training program that you want to run.'),
    );
  if (document.uri.scheme === 'vscode-notebook-cell')
    throw new Error(
      vscode.l10n.t(
        'A notebook cannot be run as a program. Run its cells as usual: Goldilocks follows the losses that they print.',
      ),
    );
  if (document.isUntitled) throw new Error(vscode.l10n.t('The file has no name yet. Save it, then run it.'));
  if (document.uri.scheme !== 'file')
    throw new Error(vscode.l10n.t('{0} is not a file on disk and cannot be run.', document.uri.toString(true)));
  if (document.isDirty && !(await document.save()))
    throw new Error(vscode.l10n.t('{0} could not be saved, so it was not run.', document.uri.fsPath));
  return document.uri;
}

function endText(exit: ProgramExit | null, isStopped: boolean): string {
  if (isStopped || exit === null) return vscode.l10n.t('The program was stopped.');
  if (exit.code === 0) return vscode.l10n.t('The program has ended.');
  if (exit.code !== null) return vscode.l10n.t('The program ended with exit code {0}.', exit.code);
  return vscode.l10n.t('The program was killed by signal {0}.', exit.signal ?? '');
}

function notStarted({ message }: ProgramError, python: string): string {
  return vscode.l10n.t(
    '{0} Goldilocks used {1}. Set goldilocks.pythonPath to another interpreter, or clear it and run Python: Select Interpreter.',
    message,
    python,
  );
}
