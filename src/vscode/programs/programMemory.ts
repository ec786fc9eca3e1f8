import type * as vscode from 'vscode';

const KEY = 'goldilocks.programs';

/** What is remembered of a program. */
export interface RememberedProgram {
  /** Its arguments, as they were typed. */
  readonly arguments: string;
  /** How long its last whole run with these arguments took; null if there was none. */
  readonly seconds: number | null;
  /** What that run trained; absent where it didn't count its steps. */
  readonly training?: RememberedTraining;
}

/** What a run of a program trained. */
export interface RememberedTraining {
  readonly steps: number;
  /** From the start of the program to the first step: it imports its libraries and reads its data. */
  readonly startSeconds: number;
}

const NOTHING: RememberedProgram = { arguments: '', seconds: null };

/** What the programs of a workspace were last started with, and how long they took. */
export class ProgramMemory {
  constructor(private readonly state: vscode.Memento) {}

  of({ fsPath }: vscode.Uri): RememberedProgram {
    return this.#all[fsPath] ?? NOTHING;
  }

  /** Whether a program was run to its end, or given arguments. */
  isKnown({ fsPath }: vscode.Uri): boolean {
    return fsPath in this.#all;
  }

  /** Other arguments may make a run longer or shorter. */
  async rememberArguments(file: vscode.Uri, text: string): Promise<void> {
    if (text !== this.of(file).arguments) await this.#remember(file, { arguments: text, seconds: null });
  }

  /**
   * Remembers a whole run; nothing where the arguments are others by now.
   * @param run with the arguments that it was started with
   */
  async rememberRun(file: vscode.Uri, run: RememberedProgram): Promise<void> {
    if (run.arguments === this.of(file).arguments) await this.#remember(file, run);
  }

  async #remember({ fsPath }: vscode.Uri, program: RememberedProgram): Promise<void> {
    await this.state.update(KEY, { ...this.#all, [fsPath]: program });
  }

  get #all(): Readonly<Record<string, RememberedProgram>> {
    return this.state.get(KEY, {});
  }
}
