/** A bar of Rich, which has its steps behind it: "Epoch 0/2  ━━━━ 3/16 0:00:00 • 0:00:01 20.55it/s train_loss:". */
const RICH_BAR = /[━╸╺] (?:\d+% )?\d+\/\d+ /;
/** Columns that what goes on to the right of a bar is away from the left, at least. */
const MIN_INDENT = 20;

/** Puts the bars of Rich together, which breaks what is to the right of a bar into a column if the window is too narrow for it. */
export class BrokenBars {
  #bar = '';
  /** What goes on in a column. */
  #rest = '';

  /** Whether there is a part of a bar in a text. */
  static mayBeIn(text: string): boolean {
    return text.includes('━');
  }

  /** @returns the lines that are complete with these */
  push(lines: readonly string[]): readonly string[] {
    if (this.#bar === '' && !lines.some((line) => BrokenBars.mayBeIn(line))) return lines;
    const complete: string[] = [];
    for (const line of lines) {
      if (this.#goesOn(line)) {
        this.#rest += ` ${line.trim()}`;
        continue;
      }
      complete.push(...this.take());
      if (RICH_BAR.test(line)) this.#bar = line;
      else complete.push(line);
    }
    return complete;
  }

  /** The newest bar, although more of it may follow. */
  take(): string[] {
    const bar = this.#bar;
    const rest = this.#rest;
    this.#bar = '';
    this.#rest = '';
    return bar === '' ? [] : [bar.trimEnd() + rest];
  }

  #goesOn(line: string): boolean {
    const column = line.search(/\S/);
    return this.#bar !== '' && column >= MIN_INDENT && / \S/.test(this.#bar.slice(column - 1, column + 1));
  }
}
