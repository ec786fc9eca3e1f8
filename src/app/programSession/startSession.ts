import { MAX_OUTPUT, KeptProgram } from '../programs/keptProgram.ts';
import type { FollowOptions } from '../programs/keptProgram.ts';
import type { KeptFolder, KeptRecord } from '../programs/keptFolder.ts';
import { LEFT_FOR } from '../../programs/keptFiles.ts';
import type { SessionPlan, SessionStart } from './messages.ts';

/** How the process of a session is started. */
export interface SessionOptions extends Omit<SessionStart, 'type' | 'kept'> {
  /** Absolute path of its script. */
  readonly script: string;
  /** Absolute path of the texts in the language of the user; absent for English. */
  readonly translationsFile?: string;
  /** Milliseconds for which it goes on when nobody follows it; null for any time. By default LEFT_FOR. */
  readonly leftFor?: number | null;
}

/** What another window has to know of a session. */
export function sessionRecord(title: string, plan: SessionPlan): KeptRecord {
  const { name, program } = plan.kind === 'find' ? plan.test : plan.sweep;
  const { command, cwd } = program;
  return {
    title,
    name,
    command: 'shellLine' in command ? [command.shellLine] : command,
    cwd,
    log: {},
    isSession: true,
  };
}

/** Starts a session in a process of its own. */
export function startSession(kept: KeptFolder, options: FollowOptions, session: SessionOptions): KeptProgram {
  const { script, translationsFile = '', leftFor = LEFT_FOR, ...start } = session;
  const { folder, channel } = kept.files;
  const request: SessionStart = { type: 'start', ...start, kept: { folder, leftFor, maxOutput: MAX_OUTPUT } };
  // What its processes inherit: those that it leaves behind when it is killed are found by it.
  return KeptProgram.fork(kept, options, {
    script,
    args: [translationsFile],
    env: { GOLDILOCKS_SESSION: channel },
    request,
  });
}
