import path from 'node:path';
import type { ProbeMode, Replacement } from './probeMode.ts';

/** A program to start. */
export interface Launch {
  /** The program and its arguments, which no shell reads; or a line that the user has written for the shell. */
  readonly command: readonly [program: string, ...args: string[]] | { readonly shellLine: string };
  /** Absolute path. */
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly mode: ProbeMode;
  /** What is replaced in files of the folder before the program starts; only in a copy of it. */
  readonly edits?: readonly Replacement[];
  /** The log that its losses are read from, absolute or relative to `cwd`; absent where the probe reports them, or they are printed. */
  readonly logFile?: string;
  /** The rate that an optimizer must have, where it is only assumed that it gets there. */
  readonly assumedRate?: number;
}

/** Characters of a command in titles and lists. */
const NAME_LENGTH = 80;

/** The version of the probe's protocol. */
const PROTOCOL = 1;

/** Electron sets it for what it forks, as the process of a session: nothing that a program of the user's is to get. */
const RUN_AS_NODE = 'ELECTRON_RUN_AS_NODE';

/**
 * The environment of a program that the probe is to watch; the program's children inherit it.
 * @param channel absolute path of the folder that the probe reports into
 * @param pythonFolder absolute path of the probe
 * @param isElectron whether this process is one of Electron
 */
export function probedEnvironment(
  { env, mode }: Launch,
  channel: string,
  pythonFolder: string,
  inherited: NodeJS.ProcessEnv,
  isElectron = 'electron' in process.versions,
): NodeJS.ProcessEnv {
  const all: NodeJS.ProcessEnv = { ...inherited, ...(isElectron && { [RUN_AS_NODE]: undefined }), ...env };
  return {
    ...all,
    // What it prints is shown at once, although it goes into a pipe.
    PYTHONUNBUFFERED: '1',
    PYTHONPATH: [path.join(pythonFolder, 'inject'), all.PYTHONPATH].filter(Boolean).join(path.delimiter),
    GOLDILOCKS_PROBE: JSON.stringify({ version: PROTOCOL, directory: channel, mode }),
  };
}

/** A command, or a part of one, as it is shown: "python train.py --lr 0.1". */
export function commandText(command: Launch['command'] | readonly string[]): string {
  if ('shellLine' in command) return command.shellLine;
  return command.map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}

/** What a program is called in titles and lists. */
export function programName(command: Launch['command']): string {
  const text = commandText(command);
  return text.length > NAME_LENGTH ? `${text.slice(0, NAME_LENGTH - 1)}…` : text;
}
