import type { RunEnd } from '../../domain/runEvent.ts';
import type { ColumnRoles, MetricRole } from '../columnRoles.ts';
import type { MetricFact } from '../../domain/runFacts.ts';
import { encodingOf } from '../lineSplitter.ts';
import type { LogFormat, RowReader } from '../logFormat.ts';
import type { LogRow } from '../logRow.ts';
import { BrokenBars } from './brokenBars.ts';
import { codesOf } from './lineCodes.ts';
import type { PrintedLine } from './lineCodes.ts';
import { valueOf } from './consoleLine.ts';
import { LineMeanings } from './lineMeanings.ts';
import type { Meaning } from './lineMeanings.ts';
import { LineRoles } from './lineRoles.ts';
import { PrintedRows } from './printedRows.ts';
import { Ranks } from './ranks.ts';
import { TerminalLines } from './terminalLines.ts';
import { Traceback } from './traceback.ts';

/** Lines that are held back for others to tell which process has printed them; a process may print some hundred before the next does. */
const MAX_HELD = 2000;

/** Names that are remembered for messages. */
const MAX_NAMES = 100;

/** How web pages, XML and lists of numbers begin. A program may print "<class 'int'>", and Git marks a conflict with "<<<<<<< HEAD". */
const OTHER_TEXT = /^\s*(?:<(?:[!?]|html\b|svg\b)|\[[-\d.,\s]*\]\s*$)/i;

/**
 * What programs print while they train: lines of names and numbers and progress bars, from Keras, PyTorch Lightning, Hugging Face, tqdm,
 * nanoGPT, torchtune, Megatron, DeepSpeed, fairseq, fastai, XGBoost and by hand. The last resort for any text.
 */
export const consoleFormat: LogFormat = {
  name: 'console',
  recognizes: ({ text }) => text !== null && !OTHER_TEXT.test(text),
  createReader: () => new ConsoleReader(),
};

/** What a line says that was held back. */
interface HeldLine extends Meaning {
  /** Whether it is another process's than the first's; null where that is not known yet. */
  readonly isOther: boolean | null;
}

class ConsoleReader implements RowReader {
  readonly #lines = new TerminalLines();
  readonly #bars = new BrokenBars();
  /** Whether there was a bar that may be broken. */
  #hasBars = false;
  readonly #traceback = new Traceback();
  readonly #meanings = new LineMeanings();
  readonly #roles = new LineRoles(MAX_NAMES);
  readonly #rows = new PrintedRows(this.#roles);
  readonly #ranks = new Ranks();
  /** What was said since a line that may be another process's. */
  readonly #held: HeldLine[] = [];
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
    const text = this.#decoder.decode(bytes, { stream: true });
    this.#hasBars ||= BrokenBars.mayBeIn(text);
    const rows: LogRow[] = [];
    this.#lines.push(text, (line) => this.#takeLine(line, rows));
    return rows;
  }

  flush(): LogRow[] {
    const rows: LogRow[] = [];
    for (const line of this.#bars.take()) this.#readLine(printed(line), rows);
    // The newest state of a bar is a line that the next one ends: it may change what was measured at this place.
    if (!this.#lines.isOpen) this.#rows.take(rows);
    return rows;
  }

  end(): LogRow[] {
    const rows: LogRow[] = [];
    this.#lines.end((line) => this.#takeLine(line, rows));
    for (const line of this.#bars.take()) this.#readLine(printed(line), rows);
    this.#releaseAll(rows);
    return [...rows, ...this.flush()];
  }

  #takeLine(line: PrintedLine, rows: LogRow[]): void {
    if (!this.#hasBars) {
      this.#readLine(line, rows);
      return;
    }
    const text = line.text.slice(line.from, line.to);
    for (const whole of this.#bars.push([text])) this.#readLine(whole === text ? line : printed(whole), rows);
  }

  #readLine(line: PrintedLine, rows: LogRow[]): void {
    const { text, from, to } = line;
    const traced = this.#traceback.concerns(line) ? text.slice(from, to) : null;
    if (traced === null || !this.#traceback.hasFrame(traced)) this.#readSaid(line, rows);
    // Afterwards: the line that begins or ends a traceback may measure something, too.
    if (traced !== null) this.#traceback.push(traced);
  }

  #readSaid(line: PrintedLine, rows: LogRow[]): void {
    const said = this.#meanings.of(line);
    if (!said) return;
    const isOther = said.meaning.mayNameRank ? this.#isOfOtherRank(line, said) : false;
    if (this.#held.length > 0 && !this.#ranks.isUnknown) this.#release(rows);
    if (isOther === null || this.#held.length > 0) {
      this.#held.push({ meaning: said.meaning, values: Array.from(said.values), isOther });
      if (isOther === null) this.#traceback.clear();
      if (this.#held.length > MAX_HELD) this.#releaseAll(rows);
    } else if (!isOther) {
      const kind = this.#rows.read(said.meaning, said.values, rows);
      if (kind !== 'place') this.#traceback.clear();
      if (kind === 'validation') this.#meanings.beginValidation();
    }
  }

  /** Reads what was held back. */
  #release(rows: LogRow[]): void {
    const areCounted = this.#ranks.areCounted;
    for (const { meaning, values, isOther } of this.#held.splice(0)) {
      if (areCounted || isOther === false) this.#rows.read(meaning, values, rows);
    }
  }

  #releaseAll(rows: LogRow[]): void {
    this.#ranks.takeAsCounted();
    this.#release(rows);
  }

  #isOfOtherRank({ text, from, to }: PrintedLine, { meaning, values }: Meaning): boolean | null {
    const measures = (name: string): boolean => meaning.cells.some(({ role }) => role === name);
    const measured = measures('loss') ? 'loss' : measures('validationLoss') ? 'validationLoss' : null;
    if (measured === null) return false;
    const place = meaning.place.step ?? meaning.place.epoch;
    return this.#ranks.isOther(text.slice(from, to), measured, place ? valueOf(place, values) : undefined);
  }
}

function printed(text: string): PrintedLine {
  return { text, codes: codesOf(text), from: 0, to: text.length };
}
