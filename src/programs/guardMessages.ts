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
  /** Present for a program that outlives whoever started it. */
  readonly kept?: KeptStart;
}

/** How long what is kept lives, and where. */
export interface KeptStart {
  /** Absolute path of its folder, see keptFiles. */
  readonly folder: string;
  /** Milliseconds for which it goes on when nobody follows it; null for any time. */
  readonly leftFor: number | null;
  /** Bytes at which a file of its output is emptied. */
  readonly maxOutput: number;
}

/** What the guard reports; of a kept program the last report is a file. */
export type GuardReport =
  | { readonly type: 'started'; readonly pid: number }
  /** It could not be started. */
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string }
  /** It and all its children have ended. */
  | {
      readonly type: 'exited';
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      /** It was ended because nobody followed it. */
      readonly isLeft?: true;
    };
