import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { SessionPlan } from '../../app/programSession/messages.ts';
import type { SessionOptions } from '../../app/programSession/startSession.ts';
import type { KeptFolder } from '../../app/programs/keptFolder.ts';
import type { FollowOptions, KeptProgram } from '../../app/programs/keptProgram.ts';
import { programParts } from '../../programs/programParts.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import type { TrainingServices } from '../trainingServices.ts';
import type { EditedProgram } from './editedProgram.ts';
import { ProgramTerminal } from './programTerminal.ts';
import { shownOutput } from './shownOutput.ts';

/** What experiments with programs are started with. */
export interface SessionServices {
  readonly context: vscode.ExtensionContext;
  readonly services: TrainingServices;
  readonly library: ExperimentLibrary;
  readonly starter: ExperimentStarter;
  readonly programs: {
    /** Absolute path of the folder that programs are kept in. */
    readonly root: string;
    /** Identifies this window. */
    readonly window: string;
    /** Milliseconds for which what starts now goes on without a window; null for any time. */
    readonly leftFor: number | null;
  };
}

/**
 * Experiments with a program that follow from each other, which a process of their own trains: one terminal shows what their runs print.
 * Ctrl+C there ends them.
 */
export class ProgramSession {
  constructor(
    private readonly kept: KeptFolder,
    private readonly terminal: ProgramTerminal,
    private readonly library: ExperimentLibrary,
    /** Shows an experiment that has started. */
    private readonly show: (folder: string) => Promise<unknown>,
  ) {}

  /**
   * Starts a session.
   * @returns the session, and the process that is to be followed with it
   */
  static async start(
    plan: SessionPlan,
    { document }: EditedProgram,
    areCopies: boolean,
    { context, services, library, starter, programs }: SessionServices,
  ): Promise<[ProgramSession, StartSession]> {
    const { KeptFolder } = await import('../../app/programs/keptFolder.ts');
    const { sessionRecord, startSession } = await import('../../app/programSession/startSession.ts');
    const title = path.basename(document.uri.fsPath);
    const kept = await KeptFolder.create(programs.root, sessionRecord(title, plan), programs.window);
    const terminal = new ProgramTerminal(kept.record);
    await terminal.opened;
    const { extensionPath } = context;
    const options: SessionOptions = {
      plan,
      areCopies,
      storage: library.storage,
      version: services.version,
      parts: programParts(extensionPath),
      script: path.join(extensionPath, 'dist', 'session.js'),
      translationsFile: vscode.l10n.uri?.fsPath,
      leftFor: programs.leftFor,
    };
    const session = new ProgramSession(kept, terminal, library, (folder) => starter.show(folder));
    return [session, (following) => startSession(kept, following, options)];
  }

  /**
   * Follows it to its end, and says there how all has ended. The terminal stays until a key is pressed in it.
   * @param onStarted gets the folder of each experiment that has started
   * @throws Error with a sentence if it could not go on
   */
  async follow(start: StartSession, onStarted: (folder: string) => void = () => undefined): Promise<void> {
    const { followSession } = await import('../../app/programSession/followSession.ts');
    const { stopped } = this.terminal;
    try {
      const process = start(await shownOutput(this.kept, this.terminal));
      stopped.addEventListener('abort', () => process.end());
      if (stopped.aborted) process.end();
      const text = await followSession(this.kept, process, this.library, async (folder, isShown) => {
        if (!isShown) await this.show(folder);
        onStarted(folder);
      });
      this.terminal.end(text);
    } catch (error) {
      this.terminal.end(vscode.l10n.t('The runs ended because of an error.'));
      throw error;
    } finally {
      await this.kept.delete();
    }
  }
}

/** Starts the process of a session, or goes on with it. */
export type StartSession = (options: FollowOptions) => KeptProgram;
