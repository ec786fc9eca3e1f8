import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseProbeReport } from './probeReport.ts';
import type { ProbeReport } from './probeReport.ts';

/** What one process of a program has reported since the last look. */
export interface ProcessReports {
  /** Name of its file, which tells it from others. */
  readonly process: string;
  readonly reports: readonly ProbeReport[];
}

/** More processes than this do not report: a program that starts one for each of its batches would fill the memory. */
const MAX_PROCESSES = 64;
/** Bytes that are read of a file at one look; the rest waits for the next. */
const MAX_READ = 4 << 20;
/** Bytes of a line; a longer one is skipped. */
const MAX_LINE = 1 << 20;
const NEWLINE = 10;

/** The folder that the probe reports into: a file for each process that trains, read as it grows. */
export class ProbeChannel {
  readonly #files = new Map<string, ReportFile>();

  /** @param folder absolute path */
  constructor(private readonly folder: string) {}

  /** What was reported since the last look, in the order of the files' names. Nothing where the folder cannot be read. */
  async read(): Promise<ProcessReports[]> {
    const names = await readdir(this.folder).catch(() => []);
    const reports = names.filter((each) => each.endsWith('.jsonl')).sort();
    // What was replaced in its code must be known before what the program reports of its training.
    const isReplaced = (name: string): boolean => name.endsWith('-replaced.jsonl');
    for (const name of [...reports.filter(isReplaced), ...reports.filter((each) => !isReplaced(each))]) {
      if (!this.#files.has(name) && this.#files.size < MAX_PROCESSES)
        this.#files.set(name, new ReportFile(path.join(this.folder, name)));
    }
    const all: ProcessReports[] = [];
    for (const [process, file] of this.#files) {
      const reports = await file.read();
      if (reports.length > 0) all.push({ process, reports });
    }
    return all;
  }

  /** What was reported until the end, however much it is. */
  async *rest(): AsyncGenerator<ProcessReports> {
    for (let reports = await this.read(); reports.length > 0; reports = await this.read()) yield* reports;
  }
}

/** A file of reports, one a line; its last line may still be being written. */
class ReportFile {
  #offset = 0;
  #begun: Buffer = Buffer.alloc(0);
  #isTooLong = false;

  constructor(private readonly file: string) {}

  async read(): Promise<ProbeReport[]> {
    const bytes = await this.#newBytes().catch(() => Buffer.alloc(0));
    const reports: ProbeReport[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      const report = this.#take(bytes.subarray(from, end));
      if (report) reports.push(report);
      from = end + 1;
    }
    this.#begin(bytes.subarray(from));
    return reports;
  }

  async #newBytes(): Promise<Buffer> {
    const handle = await open(this.file, 'r');
    try {
      const { size } = await handle.stat();
      const length = Math.min(MAX_READ, size - this.#offset);
      if (length <= 0) return Buffer.alloc(0);
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, this.#offset);
      this.#offset += bytesRead;
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  /** A line whose end was read. */
  #take(end: Buffer): ProbeReport | null {
    const isTooLong = this.#isTooLong || this.#begun.length + end.length > MAX_LINE;
    const line = isTooLong ? null : Buffer.concat([this.#begun, end]).toString('utf8');
    this.#begun = Buffer.alloc(0);
    this.#isTooLong = false;
    return line === null ? null : parseProbeReport(line);
  }

  /** The part of a line whose end was not read yet. */
  #begin(part: Buffer): void {
    this.#isTooLong ||= this.#begun.length + part.length > MAX_LINE;
    this.#begun = this.#isTooLong ? Buffer.alloc(0) : Buffer.concat([this.#begun, part]);
  }
}
