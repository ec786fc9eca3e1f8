import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { KeptRecord } from '../../app/programs/keptFolder.ts';
import { headingText } from '../../programs/headingText.ts';
import type { OutputName } from '../../programs/runningProgram.ts';

const CTRL_C = '\x03';
/** Bytes a millisecond that are shown at most: a terminal drops what comes faster than it draws. */
const PACE = 10_000;

/** A terminal that shows what a program prints. Ctrl+C in it, or closing it, asks the program to end; a program gets no other input. */
export class ProgramTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<void>();
  readonly #opened = new vscode.EventEmitter<void>();
  readonly #stop = new AbortController();
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;
  /** Resolves when it shows what is written: what is written before is lost. */
  readonly opened = new Promise<void>((resolve) => this.#opened.event(resolve));
  /** That of the program: other folders may have one with the same name. */
  readonly #file: string | undefined;
  #hasEnded = false;

  /** Opens the terminal beside others, without taking the focus from the editor. It takes the place of those of its file that have ended. */
  constructor({ title, command }: Pick<KeptRecord, 'title' | 'command'>) {
    this.#file = command[1];
    const ended = vscode.window.terminals.filter(({ creationOptions }) => {
      const { pty } = creationOptions as Partial<vscode.ExtensionTerminalOptions>;
      return pty instanceof ProgramTerminal && pty.#file === this.#file && pty.#hasEnded;
    });
    const iconPath = new vscode.ThemeIcon('graph-line');
    const terminal = vscode.window.createTerminal({ name: title, pty: this, iconPath });
    const closing = vscode.window.onDidCloseTerminal((closed) => {
      if (closed !== terminal) return;
      closing.dispose();
      // A window that closes takes its terminals along; what it leaves goes on for a while.
      if (closed.exitStatus?.reason !== vscode.TerminalExitReason.Shutdown) this.stop();
    });
    terminal.show(true);
    for (const other of ended) other.dispose();
  }

  open(): void {
    this.#opened.fire();
  }

  close(): void {
    this.#opened.fire();
  }

  handleInput(keys: string): void {
    if (this.#hasEnded) this.#closed.fire();
    else if (keys.includes(CTRL_C)) this.stop();
  }

  /** Aborted when the program is to end. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Shows what the program has printed. Resolves when it may print more. */
  async print(bytes: Buffer, output: OutputName): Promise<void> {
    this.#write(this.#decoders[output].write(bytes));
    if (bytes.length > PACE) await delay(bytes.length / PACE);
  }

  /** Says what comes next. */
  printHeading(text: string): void {
    this.#write(headingText(text));
  }

  /** Says how the program has ended. The terminal stays until a key is pressed in it. */
  end(sentence: string): void {
    this.#write(`\n${sentence} ${vscode.l10n.t('Press any key to close the terminal.')}\n`);
    this.#hasEnded = true;
  }

  #write(text: string): void {
    this.#written.fire(text.replace(/\r?\n/g, '\r\n'));
  }
}
