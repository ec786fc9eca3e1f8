import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { commandText } from '../../programs/launch.ts';
import { programParts } from '../../programs/programParts.ts';
import type { ProgramError, ProgramParts } from '../../programs/runningProgram.ts';
import { optionsOfCommand } from '../consoles/commandLine.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { argumentsOf, askForArguments, commandOf, editedProgram, nameOf, uriOf } from './editedProgram.ts';
import type { KeptPrograms } from './keptPrograms.ts';
import type { ProgramMemory } from './programMemory.ts';
import { ProgramTerminal } from './programTerminal.ts';
import { endText, ShownProgram } from './shownProgram.ts';

/**
 * The commands Run With Goldilocks, Set Arguments and Run With Goldilocks… and Run All With Goldilocks: run a Python file or a notebook under
 * the probe, in a terminal, and follow what it trains as an experiment.
 */
export class RunProgramCommand {
  /** What programs are started with. */
  readonly #parts: ProgramParts;

  constructor(
    { extensionPath }: vscode.ExtensionContext,
    private readonly library: ExperimentLibrary,
    private readonly rates: RateDocuments,
    private readonly memory: ProgramMemory,
    private readonly programs: KeptPrograms,
    private readonly errors: ErrorReporter,
  ) {
    this.#parts = programParts(extensionPath);
  }

  register(): vscode.Disposable {
    const register = (name: string, asks: boolean): vscode.Disposable =>
      vscode.commands.registerCommand(`goldilocks.${name}`, (file: unknown) =>
        this.errors.guard(() => this.#run(uriOf(file), asks)),
      );
    return vscode.Disposable.from(
      register('runProgram', false),
      register('runProgramWithArguments', true),
      register('runNotebook', false),
    );
  }

  /** Resolves when the program has ended with all its children. Loads what runs programs only now: few windows run one. */
  async #run(uri: vscode.Uri | undefined, asks: boolean): Promise<void> {
    const edited = await editedProgram(uri);
    if (asks && !(await askForArguments(edited, this.memory))) return;
    const { document, folder, python } = edited;
    const typed = this.memory.of(document.uri).arguments;
    const args = argumentsOf(edited, this.memory);
    const command = commandOf(edited, args);
    const name = nameOf(edited, args);
    const { KeptFolder } = await import('../../app/programs/keptFolder.ts');
    const { KeptProgram } = await import('../../app/programs/keptProgram.ts');
    const { ProgramError } = await import('../../programs/runningProgram.ts');
    const title = path.basename(document.uri.fsPath);
    const record = { title, name, command, cwd: folder, log: optionsOfCommand(commandText(command)) };
    const kept = await KeptFolder.create(this.programs.root, record, this.programs.window);
    const terminal = new ProgramTerminal(record);
    const { leftFor } = this.programs;
    try {
      await terminal.opened;
      // A program may import for long, and print nothing.
      terminal.printHeading(name);
      const start = performance.now();
      const shown = new ShownProgram(kept, terminal, this.library, this.rates);
      const { exit, training } = await shown.follow(this.#parts, (options) =>
        KeptProgram.start(kept, { ...options, leftFor }),
      );
      const seconds = (performance.now() - start) / 1000;
      if (exit?.code === 0 && !terminal.stopped.aborted)
        await this.memory.rememberRun(document.uri, { arguments: typed, seconds, ...(training && { training }) });
      terminal.end(endText(exit, terminal.stopped.aborted));
    } catch (error) {
      terminal.end(vscode.l10n.t('Goldilocks stopped the program because of an error.'));
      throw error instanceof ProgramError ? new ProgramError(notStarted(error, python)) : error;
    }
  }
}

function notStarted({ message }: ProgramError, python: string): string {
  return vscode.l10n.t(
    '{0} Goldilocks used {1}. Set goldilocks.pythonPath to another interpreter, or clear it and run Python: Select Interpreter.',
    message,
    python,
  );
}
