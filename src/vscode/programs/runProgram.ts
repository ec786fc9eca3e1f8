import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { ProgramTraining } from '../../app/programs/programTraining.ts';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import { commandText } from '../../programs/launch.ts';
import { programParts } from '../../programs/programParts.ts';
import type { ProgramError, ProgramExit, ProgramParts } from '../../programs/runningProgram.ts';
import { optionsOfCommand, setsRate } from '../consoles/commandLine.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { placesOfProgram } from '../sites/programPlaces.ts';
import { argumentsOf, askForArguments, commandOf, editedProgram, nameOf, uriOf } from './editedProgram.ts';
import type { ProgramMemory, RememberedTraining } from './programMemory.ts';
import { ProgramTerminal } from './programTerminal.ts';

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
    const text = commandText(command);
    const { ProgramTraining } = await import('../../app/programs/programTraining.ts');
    const { ProgramError } = await import('../../programs/runningProgram.ts');
    const terminal = new ProgramTerminal(path.basename(document.uri.fsPath));
    const program = new ProgramTraining(
      { command, cwd: folder, env: {}, mode: { name: 'watch' } },
      { ...this.#parts, name, log: optionsOfCommand(text), onOutput: (bytes, output) => terminal.print(bytes, output) },
    );
    // Read now: what is edited while it trains, the program has not read.
    const places = setsRate(text) ? Promise.resolve([]) : placesOfProgram({ command: text, folder }, this.rates);
    try {
      await terminal.opened;
      // A program may import for long, and print nothing.
      terminal.printHeading(name);
      const start = performance.now();
      const training = await this.#follow(name, program, places, terminal);
      const seconds = (performance.now() - start) / 1000;
      if (program.exit?.code === 0 && !terminal.stopped.aborted)
        await this.memory.rememberRun(document.uri, { arguments: typed, seconds, ...(training && { training }) });
      terminal.end(endText(program.exit, terminal.stopped.aborted));
    } catch (error) {
      terminal.end(vscode.l10n.t('Goldilocks stopped the program because of an error.'));
      throw error instanceof ProgramError ? new ProgramError(notStarted(error, python)) : error;
    }
  }

  /**
   * Follows the program as an experiment from its first event on: one that trains nothing leaves none.
   * @returns what its only training was like; null where that isn't known
   */
  async #follow(
    name: string,
    program: ProgramTraining,
    places: ReturnType<typeof placesOfProgram>,
    terminal: ProgramTerminal,
  ): Promise<RememberedTraining | null> {
    const start = performance.now();
    const events = program.events(terminal.stopped);
    try {
      const first = await events.next();
      const startSeconds = (performance.now() - start) / 1000;
      if (first.done) return null;
      const follow = async function* (signal: AbortSignal): AsyncGenerator<FollowedEvent> {
        signal.addEventListener('abort', () => terminal.stop());
        yield first.value;
        yield* events;
      };
      const active = await this.library.follow(
        { name, place: null, places, stopProgram: () => terminal.stop(), events: follow },
        'program',
      );
      // Whoever listens to the library tells what went wrong.
      await active.ended.catch(() => undefined);
      const [{ tracker }, ...others] = active.training.runs;
      return tracker.facts.unit === 'step' && others.length === 0
        ? { steps: tracker.newestStep + 1, startSeconds }
        : null;
    } finally {
      // Where the experiment cannot be written, the program ends, too.
      await events.return(undefined);
    }
  }
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
