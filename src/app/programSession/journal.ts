import { appendFile } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunRecord } from '../../domain/experiment.ts';
import { fromJson, toJson } from '../../domain/json.ts';
import type { RunEvent } from '../../domain/runEvent.ts';
import { LOOK_INTERVAL } from '../../programs/keptFiles.ts';
import { GrowingFile } from '../programs/growingFile.ts';

/** The beginning of an experiment; what follows, up to its end, is about it. */
export interface BeginEntry {
  readonly type: 'begin';
  /** Absolute path of the experiment. */
  readonly folder: string;
  /** Those that are planned. */
  readonly runs: readonly RunRecord[];
  /** When it began, as Date.now() gives it. */
  readonly at: number;
  /** Of a range test that a confirmation follows: steps of a whole run of its program, null if that is not known yet. */
  readonly total?: number | null;
  /** Absolute path of the experiment that it replaces. */
  readonly replaces?: string;
}

/** What happens in a session, in its order. */
export type JournalEntry =
  | BeginEntry
  | {
      readonly type: 'run';
      readonly index: number;
      readonly event: RunEvent;
      /** When it happened, as Date.now() gives it. */
      readonly at: number;
      /** Of a run that was not planned from the beginning, with its first event. */
      readonly record?: RunRecord;
    }
  /** The end of an experiment; the sentence says why if its results could not be written. */
  | { readonly type: 'end'; readonly problem: string | null }
  /** All has ended; the text says how. */
  | { readonly type: 'done'; readonly text: string }
  /** Why the session could not go on, in a sentence. */
  | { readonly type: 'failed'; readonly message: string };

/** Writes what happens in a session, one entry a line, for whoever follows it from the beginning or from later on. */
export class Journal {
  /** Resolves when everything so far was written or could not be: each entry waits for the one before. */
  #written: Promise<void> = Promise.resolve();
  /** Lines that are not written yet. */
  readonly #waiting: string[] = [];
  /** Whether a part of a line may be written: then that is a line by itself. */
  #isTorn = false;

  /** @param file absolute path */
  constructor(private readonly file: string) {}

  get written(): Promise<void> {
    return this.#written;
  }

  /** Never fails: what cannot be written now, as on a full disk, is written with the next entry. */
  add(entry: JournalEntry): void {
    this.#waiting.push(`${toJson(entry)}\n`);
    this.#written = this.#written.then(() => this.#write());
  }

  async #write(): Promise<void> {
    try {
      for (; this.#waiting.length > 0; this.#waiting.shift())
        await appendFile(this.file, (this.#isTorn ? '\n' : '') + this.#waiting[0]);
      this.#isTorn = false;
    } catch {
      this.#isTorn = true;
    }
  }
}

/**
 * What has happened in a session, from its beginning, and what happens until its process has ended.
 * @param file absolute path of its journal
 * @param ended settles when its process has ended
 */
export async function* readJournal(file: string, ended: Promise<unknown>): AsyncGenerator<JournalEntry, void, void> {
  let isOver = false;
  const end = (): void => void (isOver = true);
  ended.then(end, end);
  const journal = new GrowingFile(file);
  const decoder = new StringDecoder('utf8');
  for (let rest = ''; ;) {
    const isLast = isOver;
    const bytes = await journal.read();
    const lines = (rest + decoder.write(bytes)).split('\n');
    // What follows the last line end is a line that is still being written.
    rest = lines.pop()!;
    for (const line of lines) {
      const entry = parseEntry(line);
      if (entry) yield entry;
    }
    if (bytes.length > 0) continue;
    if (isLast) return;
    await delay(LOOK_INTERVAL);
  }
}

/** Null for a line that was torn, as on a full disk. */
function parseEntry(line: string): JournalEntry | null {
  try {
    return fromJson(line) as JournalEntry;
  } catch {
    return null;
  }
}
