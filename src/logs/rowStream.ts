import type { RowSource } from './logFormat.ts';
import type { LogRow } from './logRow.ts';

/** The rows of one run in the order in which they were written, wherever they come from. */
export interface RowStream extends RowSource {
  /**
   * What was written since the last call, in pieces; nothing if nothing was.
   * @throws LogError if it cannot be read, or turns out to be no log
   */
  read(): AsyncGenerator<readonly LogRow[]>;
  /** The last row, if it is whole although nothing marks its end. Nothing is read after it. */
  end(): LogRow[];
  /** Whether what was read is not what the log begins with any more: it was rewritten, cut short or deleted. */
  isReplaced(): Promise<boolean>;
}
