import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { ProgramStart } from '../../app/sites/startedFiles.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { placesOfProgram } from '../sites/programPlaces.ts';
import { setsRate } from './commandLine.ts';
import { followsConsoles } from './consoleSetting.ts';
import { FollowedConsole } from './followedConsole.ts';
import { endOfProgram } from './programEnd.ts';

/** What the Debug Adapter Protocol says that a program has printed, or how it ended. */
interface AdapterEvent {
  readonly type?: string;
  readonly event?: string;
  readonly body?: { readonly category?: string; readonly output?: string; readonly exitCode?: number };
}

/** Follows the trainings that are debugged, where their output goes to the debug console and not to a terminal. */
export function followDebugConsoles(
  library: ExperimentLibrary,
  rates: RateDocuments,
  onProblem: (error: unknown) => void,
): vscode.Disposable {
  return vscode.debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker({ name, configuration, workspaceFolder }) {
      if (!followsConsoles()) return undefined;
      const start = startOf(configuration, workspaceFolder);
      const placesOf = async () => (start && !setsRate(start.command) ? placesOfProgram(start, rates) : []);
      const console = new FollowedConsole(name, {}, placesOf, library, onProblem);
      let exitCode: number | undefined;
      return {
        onDidSendMessage: ({ type, event, body }: AdapterEvent) => {
          if (type !== 'event') return;
          const { category, output } = body ?? {};
          if (event === 'output' && output && (category === 'stdout' || category === 'stderr'))
            console.push(output).catch(onProblem);
          if (event === 'exited') exitCode = body?.exitCode;
        },
        onWillStopSession: () => void console.end(endOfProgram(exitCode)).catch(onProblem),
      };
    },
  });
}

/** The command that a debugger stands for, by the names that those of Python and Node give its parts; null if it names none. */
function startOf(
  { program, module, args, cwd }: vscode.DebugConfiguration,
  workspaceFolder: vscode.WorkspaceFolder | undefined,
): ProgramStart | null {
  const folder = typeof cwd === 'string' ? cwd : workspaceFolder?.uri.fsPath;
  const words = [
    ...(typeof program === 'string' ? [program] : []),
    ...(typeof module === 'string' ? ['-m', module] : []),
    ...(Array.isArray(args) ? args.filter((arg) => typeof arg === 'string') : []),
  ];
  return folder === undefined ? null : { command: words.map((word) => `"${word}"`).join(' '), folder };
}
