import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { FollowedConsole } from './followedConsole.ts';
import { mayTrain, nameOfCommand, optionsOfCommand, setsRate } from './commandLine.ts';
import { followsConsoles } from './consoleSetting.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { endOfProgram } from './programEnd.ts';
import { placesOfProgram } from '../sites/programPlaces.ts';

const CTRL_C = '\x03';
/** Milliseconds after the last output in which VS Code tells how a command ended; it does not where the terminal was closed. */
const EXIT_WAIT = 2000;

/**
 * Follows the trainings that the user starts in terminals. VS Code's shell integration hands over what a command prints; nothing is
 * written into the terminal, and nothing has to be set up.
 */
export class TerminalConsoles implements vscode.Disposable {
  /** By command, what is called with its exit code, as long as it runs. */
  readonly #exits = new Map<vscode.TerminalShellExecution, (exitCode: number | undefined) => void>();
  readonly #disposables: readonly vscode.Disposable[];

  constructor(
    private readonly library: ExperimentLibrary,
    private readonly rates: RateDocuments,
    private readonly onProblem: (error: unknown) => void,
  ) {
    this.#disposables = [
      vscode.window.onDidStartTerminalShellExecution(({ execution, terminal }) => {
        if (followsConsoles() && mayTrain(execution.commandLine.value))
          this.#follow(execution, terminal).catch(onProblem);
      }),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
        this.#exits.get(execution)?.(exitCode);
        // Its output may still be read when the next command runs.
        this.#exits.delete(execution);
      }),
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #follow(execution: vscode.TerminalShellExecution, terminal: vscode.Terminal): Promise<void> {
    // Before anything is awaited: what was printed earlier cannot be read later.
    const output = execution.read();
    const exited = new Promise<number | undefined>((resolve) => this.#exits.set(execution, resolve));
    try {
      const { value: command } = execution.commandLine;
      const console = new FollowedConsole(
        nameOfCommand(command),
        optionsOfCommand(command),
        async () => {
          if (!execution.cwd || setsRate(command)) return [];
          return placesOfProgram({ command, folder: execution.cwd.fsPath }, this.rates);
        },
        this.library,
        this.onProblem,
        // Another command in that terminal must not be ended.
        () => this.#exits.has(execution) && terminal.sendText(CTRL_C, false),
      );
      for await (const text of output) {
        await console.push(text);
        if (console.isDone) return;
      }
      await console.end(endOfProgram(await Promise.race([exited, delay(EXIT_WAIT, undefined)])));
    } finally {
      this.#exits.delete(execution);
    }
  }
}
