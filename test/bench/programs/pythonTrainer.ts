import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const HELPER = path.join(__dirname, 'trainAtRates.py');

/** A Python process that has imported a framework and runs versions of a program, one after the other. */
export class PythonTrainer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  /** @param packages absolute path of the folder that has the frameworks */
  constructor(modules: readonly string[], packages: string) {
    const env = { ...process.env, PYTHONPATH: packages, OMP_NUM_THREADS: '1' };
    this.#process = spawn('python3', [HELPER, ...modules], { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Runs a version of the program in a file and returns what it printed.
   * @throws Error where it fails
   */
  async run(file: string, source: string): Promise<string> {
    this.#process.stdin.write(`${JSON.stringify({ file, source })}\n`);
    const answer = await this.#answers.next();
    const printed = answer.done ? null : (JSON.parse(answer.value) as string | null);
    if (printed === null) throw new Error(`${file} failed: see above.`);
    return printed;
  }

  /** Ends the process once it has nothing to do. */
  end(): void {
    this.#process.stdin.end();
  }
}
