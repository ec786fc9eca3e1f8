/** Code of the character that ends a line. */
const NEWLINE = 10;

/** Messages on standard error, between what a program prints: each on a line of its own, also below a progress bar, which ends none. */
export class Messages {
  #isWithinLine = false;

  constructor(private readonly stderr: NodeJS.WriteStream) {}

  /** What a program has printed is handed on to a stream: in a terminal, both outputs are on the same lines. */
  passed(bytes: Buffer, stream: NodeJS.WriteStream): void {
    if (stream === this.stderr || (stream.isTTY && this.stderr.isTTY)) this.#isWithinLine = bytes.at(-1) !== NEWLINE;
  }

  tell(text: string): void {
    this.write(`goldilocks: ${text}`);
  }

  /** As `tell`, without saying who says it. */
  write(text: string): void {
    this.endLine();
    this.stderr.write(`${text}\n`);
  }

  /** Ends the line that a program has begun, for what is printed from now on. */
  endLine(): void {
    if (this.#isWithinLine) this.stderr.write('\n');
    this.#isWithinLine = false;
  }
}
