import path from 'node:path';
import { ExperimentLibrary } from '../../src/app/experimentLibrary.ts';
import { followSession } from '../../src/app/programSession/followSession.ts';
import type { SessionPlan } from '../../src/app/programSession/messages.ts';
import { startSession } from '../../src/app/programSession/startSession.ts';
import type { KeptFolder } from '../../src/app/programs/keptFolder.ts';
import { KeptProgram } from '../../src/app/programs/keptProgram.ts';
import type { FollowOptions } from '../../src/app/programs/keptProgram.ts';
import type { TrainingEnvironment } from '../../src/app/training.ts';
import { programTestChoice } from '../../src/kinds/programTest/choice.ts';
import { DIST } from './folders.ts';
import { PARTS, TRAIN } from './trainProgram.ts';

/** A find or a sweep of the program for tests, in a folder. */
export function planOf(kind: SessionPlan['kind'], cwd: string, args: readonly string[], seeds = 2): SessionPlan {
  const command = [process.execPath, TRAIN, ...args] as const;
  const program = { command, cwd, way: { kind: 'probe' } } as const;
  if (kind === 'find')
    return {
      kind,
      test: programTestChoice({ name: 'train', program, optimizer: null }, { seeds }),
      steps: null,
    };
  return {
    kind,
    sweep: { name: 'train', program, learningRates: [0.01, 0.03, 0.1], seeds: 1, steps: null, confirms: null },
  };
}

/** The experiments of a window. */
export function libraryIn(root: string, window: string): ExperimentLibrary {
  // It trains nothing itself.
  return new ExperimentLibrary(path.join(root, 'experiments'), {
    window,
    runner: {},
  } as unknown as TrainingEnvironment);
}

/** A session as a window follows it. */
export interface FollowedSession {
  readonly process: KeptProgram;
  /** The folders of its experiments that this window was the first to show. */
  readonly shown: readonly string[];
  /** What it ends with. */
  readonly ended: Promise<string>;
}

/** Follows a session, which it starts if there is a plan, and deletes what it is kept in when it has ended. */
export function follow(
  kept: KeptFolder,
  library: ExperimentLibrary,
  start?: { readonly plan: SessionPlan; readonly leftFor: number; readonly script?: string },
  { onStarted }: { readonly onStarted?: (folder: string) => Promise<void> } = {},
): FollowedSession {
  const options: FollowOptions = { onOutput: () => undefined, guardSilence: 2000 };
  const process = start
    ? startSession(kept, options, {
        script: path.join(DIST, 'session.js'),
        ...start,
        areCopies: true,
        storage: library.storage,
        version: '1.0.0',
        parts: PARTS,
      })
    : KeptProgram.follow(kept, options);
  const shown: string[] = [];
  const ended = followSession(kept, process, library, async (folder, isShown) => {
    if (!isShown) shown.push(folder);
    await onStarted?.(folder);
  }).finally(() => kept.delete());
  return { process, shown, ended };
}
