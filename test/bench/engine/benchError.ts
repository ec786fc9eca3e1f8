/** Something that whoever runs the benchmark can mend: shown as its sentence, without a stack. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}

/** The message of whatever was thrown, cut to its last line with something on it: of a Python traceback that is the one that tells. */
export function lastLine(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '') ?? 'no reason was given';
}
