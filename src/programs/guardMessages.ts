/** What the guard is asked to do: start the program, which it does once, and end it. */
export type GuardRequest = StartRequest | { readonly type: 'end' };

export interface StartRequest {
  readonly type: 'start';
  readonly file: string;
  readonly args: readonly string[];
  /** Whether `file` is a line for the shell. */
  readonly shell: boolean;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of the folder that the probe reports into; deleted by the guard when nobody is left to read it. */
  readonly channel: string;
  /** Milliseconds between two signals that end the program, each harsher than the last. */
  readonly patience: number;
}

/** What the guard reports. */
export type GuardReport =
  | { readonly type: 'started'; readonly pid: number }
  /** It could not be started. */
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string }
  /** It and all its children have ended. */
  | { readonly type: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null };
