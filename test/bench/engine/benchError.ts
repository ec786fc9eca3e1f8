/** An error that the user can fix: shown without a stack trace. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}

/** The last non-empty line of an error message; in a Python traceback that is the one with the error. */
export function lastLine(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '') ?? 'no reason was given';
}
