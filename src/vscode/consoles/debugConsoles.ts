import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { followsConsoles } from './consoleSetting.ts';
import { endOfProgram, FollowedConsole } from './followedConsole.ts';

/** What the Debug Adapter Protocol says that a program has printed, or how it ended. */
interface AdapterEvent {
  readonly type?: string;
  readonly event?: string;
  readonly body?: { readonly category?: string; readonly output?: string; readonly exitCode?: number };
}

/** Follows the trainings that are debugged, where their output goes to the debug console and not to a terminal. */
export function followDebugConsoles(
  library: ExperimentLibrary,
  onProblem: (error: unknown) => void,
): vscode.Disposable {
  return vscode.debug.registerDebugAdapterTrackerFactory('*', {
    async createDebugAdapterTracker({ name }) {
      if (!followsConsoles()) return undefined;
      const console = await FollowedConsole.create(name, {}, library, onProblem);
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
