import type { RunEnd } from '../../domain/runEvent.ts';
import type { ColumnRoles, MetricRole } from '../columnRoles.ts';
import type { MetricFact } from '../../domain/runFacts.ts';
import { encodingOf } from '../lineSplitter.ts';
import type { LogFormat, RowReader } from '../logFormat.ts';
import type { LogRow } from '../logRow.ts';
import type { PrintedLine } from './lineCodes.ts';
import { LineMeanings } from './lineMeanings.ts';
import { LineRoles } from './lineRoles.ts';
import { PrintedRows } from './printedRows.ts';
import { TerminalLines } from './terminalLines.ts';
import { Traceback } from './traceback.ts';

/** Names that are remembered for messages. */
const MAX_NAMES = 100;

/**
 * What programs print while they train: lines of names and numbers and progress bars, from Keras, PyTorch Lightning, Hugging Face, tqdm,
 * nanoGPT, torchtune, Megatron, DeepSpeed, fairseq, fastai, XGBoost and by hand. The last resort for any text.
 */
export const consoleFormat: LogFormat = {
  name: 'console',
  recognizes: ({ text }) => text !== null && !/^\s*(?:<|\[[-\d.,\s]*\]\s*$)/.test(text),
  createReader: () => new ConsoleReader(),
};

class ConsoleReader implements RowReader {
  readonly #lines = new TerminalLines();
  readonly #traceback = new Traceback();
  readonly #meanings = new LineMeanings();
  readonly #roles = new LineRoles(MAX_NAMES);
  readonly #rows = new PrintedRows(this.#roles);
  #decoder: InstanceType<typeof TextDecoder> | null = null;

  get columns(): ColumnRoles {
    return this.#roles.columns;
  }

  get names(): readonly string[] {
    return this.#roles.names;
  }

  /** Lines that measure nothing are no mistakes. */
  get badRows(): number {
    return 0;
  }

  get outcome(): RunEnd | null {
    return this.#traceback.outcome;
  }

  averagingOf(role: MetricRole): MetricFact['averaged'] {
    return role === 'loss' || role === 'accuracy' ? this.#rows.averaging : undefined;
  }

  push(bytes: Uint8Array): LogRow[] {
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    const rows: LogRow[] = [];
    this.#lines.push(this.#decoder.decode(bytes, { stream: true }), (line) => this.#readLine(line, rows));
    return rows;
  }

  end(): LogRow[] {
    const rows: LogRow[] = [];
    this.#lines.end((line) => this.#readLine(line, rows));
    return rows;
  }

  #readLine(printed: PrintedLine, rows: LogRow[]): void {
    const { text, from, to } = printed;
    const traced = this.#traceback.concerns(printed) ? text.slice(from, to) : null;
    const isFrame = traced !== null && this.#traceback.hasFrame(traced);
    const row = isFrame ? null : this.#rowOf(printed);
    if (row) {
      this.#traceback.clear();
      rows.push(row);
    }
    // Afterwards: the line that begins or ends a traceback may measure something, too.
    if (traced !== null) this.#traceback.push(traced);
  }

  #rowOf(printed: PrintedLine): LogRow | null {
    const said = this.#meanings.of(printed);
    const row = said && this.#rows.read(said.meaning, said.values);
    if (row && this.#rows.beginsValidation(row)) this.#meanings.beginValidation();
    return row;
  }
}
