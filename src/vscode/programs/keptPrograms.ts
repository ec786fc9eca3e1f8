import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { KeptFolder } from '../../app/programs/keptFolder.ts';
import { LEFT_FOR } from '../../programs/keptFiles.ts';
import { programParts } from '../../programs/programParts.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import { ProgramTerminal } from './programTerminal.ts';
import { ProgramSession } from './programSession.ts';
import { endText, ShownProgram } from './shownProgram.ts';

/** Milliseconds between two looks whether the window before this one is gone. */
const LOOK_INTERVAL = 1000;
/** Looks; later, its programs have ended. */
const MAX_LOOKS = 60;

/** The programs of this workspace that outlive their window: goes on with those that an earlier window has left, and records how they ended. */
export class KeptPrograms implements vscode.Disposable {
  /** Absolute path of the folder that they are in. */
  readonly root: string;
  readonly #trusted: vscode.Disposable;
  #isDisposed = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    /** Identifies this window. */
    readonly window: string,
    private readonly library: ExperimentLibrary,
    private readonly rates: RateDocuments,
    private readonly starter: ExperimentStarter,
    private readonly errors: ErrorReporter,
  ) {
    // A window without a folder has no storage of its own.
    this.root = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'programs').fsPath;
    this.#trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => this.#takeOver());
    if (vscode.workspace.isTrusted) this.#takeOver();
  }

  /** Milliseconds for which what starts now goes on without a window, as the setting has it; null for any time. */
  get leftFor(): number | null {
    return vscode.workspace.getConfiguration('goldilocks').get('keepProgramsRunning', false) ? null : LEFT_FOR;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#trusted.dispose();
  }

  #takeOver(): void {
    void this.errors.guard(() => this.#takeOverAll());
  }

  /** The window before may take a while to end. */
  async #takeOverAll(): Promise<void> {
    const { deleteUnfinished, KeptFolder, keptFoldersIn } = await import('../../app/programs/keptFolder.ts');
    await deleteUnfinished(this.root);
    for (let look = 0; look < MAX_LOOKS && !this.#isDisposed; look++) {
      const folders = await keptFoldersIn(this.root);
      if (folders.length === 0) return;
      for (const folder of folders) {
        const kept = await KeptFolder.takeOver(folder, this.window);
        if (kept) void this.errors.guard(() => this.#follow(kept));
      }
      await delay(LOOK_INTERVAL);
    }
  }

  async #follow(kept: KeptFolder): Promise<void> {
    const { KeptProgram } = await import('../../app/programs/keptProgram.ts');
    const terminal = new ProgramTerminal(kept.record);
    await terminal.opened;
    terminal.printHeading(vscode.l10n.t('Following a program that started in an earlier window.'));
    if (kept.record.isSession) {
      const session = new ProgramSession(kept, terminal, this.library, (folder) => this.starter.show(folder));
      return session.follow((options) => KeptProgram.follow(kept, options));
    }
    const shown = new ShownProgram(kept, terminal, this.library, this.rates);
    try {
      const { exit } = await shown.follow(programParts(this.context.extensionPath), (options) =>
        KeptProgram.follow(kept, options),
      );
      terminal.end(endText(exit, terminal.stopped.aborted));
    } catch (error) {
      terminal.end(vscode.l10n.t('Goldilocks stopped the program because of an error.'));
      throw error;
    }
  }
}
