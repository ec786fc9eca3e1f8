import type { RunEnd } from '../../domain/runEvent.ts';
import type { PrintedLine } from './lineCodes.ts';

const COLON = 0x3a;
const SPACE = 0x20;
const ASCII = 0x7f;
/** What precedes each line of a rank that torchrun starts: "[rank0]: ". */
const RANK = /^\[rank\d+\]: ?/;
/** A progress bar that is drawn has no line end: "3/100 [00:01<00:32]Traceback (most recent call last):". */
const BEGINNING = /(?<!Group )Traceback \(most recent call last\):\s*$/;
/** Where a frame is in the program, and its line there: neither measures anything, "    trainer = Trainer(lr=0.1)". */
const FRAME = /^\s/;
/** The line after a traceback that names the exception: "torch.OutOfMemoryError: CUDA out of memory." */
const EXCEPTION = /^[A-Za-z_][\w.]*(?::|$)/;
/** Characters of an exception that a sentence has room for. */
const MAX_LENGTH = 300;

/** The traceback of an uncaught exception at the end of what a Python program has printed. */
export class Traceback {
  #isOpen = false;
  #exception: string | null = null;

  /** How the program ended, as far as nothing came after its traceback; null if it has printed none. */
  get outcome(): RunEnd | null {
    if (this.#exception === null) return null;
    const state = this.#exception.startsWith('KeyboardInterrupt') ? 'cancelled' : 'failed';
    return { state, reason: this.#exception };
  }

  /** Whether the next line of the program's output may matter to it, by its last character. */
  concerns({ codes, to }: PrintedLine): boolean {
    const last = codes[to - 1];
    return this.#isOpen || last === COLON || last <= SPACE || last > ASCII;
  }

  /** Whether the next line of the program's output is one of the traceback's frames. */
  hasFrame(line: string): boolean {
    return this.#isOpen && FRAME.test(line.replace(RANK, ''));
  }

  /** Takes the next line of the program's output. */
  push(line: string): void {
    const text = line.replace(RANK, '');
    if (BEGINNING.test(text)) this.#isOpen = true;
    else if (this.#isOpen && EXCEPTION.test(text)) {
      this.#isOpen = false;
      this.#exception = text.trimEnd().slice(0, MAX_LENGTH);
    }
  }

  /** The program went on: it has caught the exception. */
  clear(): void {
    this.#isOpen = false;
    this.#exception = null;
  }
}
