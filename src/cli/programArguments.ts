/** A program and its arguments. */
export type ProgramWords = readonly [program: string, ...args: string[]];

/** Splits the arguments of a command at `--`: what follows is a program of the user's with its own arguments. */
export function splitProgram(args: readonly string[]): {
  readonly own: readonly string[];
  readonly program: ProgramWords | null;
} {
  const at = args.indexOf('--');
  if (at < 0) return { own: args, program: null };
  const [program, ...rest] = args.slice(at + 1);
  return { own: args.slice(0, at), program: program === undefined ? null : [program, ...rest] };
}
