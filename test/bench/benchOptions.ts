import { parseArgs } from 'node:util';
import { BenchError } from './engine/benchError.ts';

/** The options of a benchmark that measures one table: to write it to its page, or only to explain itself. */
export interface BenchOptions {
  readonly write: boolean;
  readonly help: boolean;
}

/** @throws BenchError that names an unknown option */
export function readOptions(argv: readonly string[]): BenchOptions {
  try {
    const { write = false, help = false } = parseArgs({
      args: [...argv],
      options: { write: { type: 'boolean' }, help: { type: 'boolean' } },
    }).values;
    return { write, help };
  } catch (error) {
    throw new BenchError(`${(error as Error).message} See --help.`);
  }
}
