import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { RunEnd, RunEvent } from '../domain/runEvent.ts';
import { findLogs } from './findLogs.ts';
import type { Log } from './log.ts';
import { LogError } from './logError.ts';
import { LogFollower } from './logFollower.ts';
import type { LogOptions } from './logOptions.ts';
import { openFile } from './openFile.ts';

/** Milliseconds between two looks at the logs. Network drives report no changes, so that looking is the only way that always works. */
const POLL_INTERVAL = 500;
/** Milliseconds between two looks for new logs in a folder or a database, at least. */
const FIND_INTERVAL = 3000;
/** The share of time that they may take: in a large database, one takes seconds. */
const FIND_SHARE = 0.05;
/** Milliseconds without a change after which a training is taken to have ended, or crashed: nothing tells which. */
const END_SILENCE = 10 * 60_000;

/** The same where the log says how its training has ended: it may have been started again, or have caught its exception. */
const KNOWN_END_SILENCE = 40_000;

/** Milliseconds for which a log may be missing: some programs delete it before they write it anew. */
const MAX_ABSENCE = 10_000;

/** An event of one of the runs that are followed. */
export interface FollowedEvent {
  /** Tells the runs apart. */
  readonly id: string;
  /** For the user. */
  readonly name: string;
  readonly event: RunEvent;
}

/** How logs are followed. */
export interface FollowOptions extends LogOptions {
  /** Milliseconds without a change after which a run has ended; by default ten minutes. */
  readonly endSilence?: number;
}

/**
 * Follows the logs in a file or folder while other programs write them; new ones appear by themselves. Ends when the signal is aborted,
 * or when every log has been silent for so long that its training must have ended. A place where there is no log yet is waited for.
 */
export async function* followLogs(
  place: string,
  { endSilence = END_SILENCE, ...options }: FollowOptions,
  signal: AbortSignal,
): AsyncGenerator<FollowedEvent> {
  const runs = new Map<string, FollowedLog>();
  let nextLook = -Infinity;
  while (!signal.aborted) {
    const now = Date.now();
    if (now >= nextLook) {
      for (const log of await logsIn(path.resolve(place), signal)) {
        if (!runs.has(idOf(log))) runs.set(idOf(log), new FollowedLog(log, options, endSilence));
      }
      nextLook = Date.now() + pauseAfter(Date.now() - now);
    }
    for (const [id, run] of runs) {
      for await (const event of run.update()) {
        yield { id, name: run.name, event };
        if (signal.aborted) return;
      }
    }
    if (runs.size > 0 && [...runs.values()].every(({ hasEnded }) => hasEnded)) return;
    await delay(POLL_INTERVAL, undefined, { signal }).catch(() => undefined);
  }
}

/** Milliseconds until logs are looked for again when that has taken so many. */
export function pauseAfter(duration: number): number {
  return Math.max(FIND_INTERVAL, duration / FIND_SHARE);
}

/** Tells the logs in a place apart. */
export function idOf({ file, key }: Pick<Log, 'file' | 'key'>): string {
  return `${file}\n${key}`;
}

/** The logs in a file or folder; none where there is no log yet, or none that can be read now. */
export async function logsIn(place: string, signal?: AbortSignal): Promise<readonly Log[]> {
  try {
    return (await stat(place)).isDirectory() ? (await findLogs(place, signal)).logs : await openFile(place);
  } catch {
    return [];
  }
}

/** One log, from when it was found to its end. */
class FollowedLog {
  readonly #follower: LogFollower;
  #changedAt = Date.now();
  /** Since when the log cannot be read. */
  #absentSince: number | null = null;
  #hasStarted = false;
  #hasEnded = false;

  constructor(
    log: Log,
    options: LogOptions,
    private readonly endSilence: number,
  ) {
    this.#follower = new LogFollower(log, options);
  }

  get name(): string {
    return this.#follower.log.name;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async *update(): AsyncGenerator<RunEvent> {
    if (this.#hasEnded) return;
    try {
      for await (const event of this.#follower.update()) {
        this.#changedAt = Date.now();
        this.#hasStarted ||= event.type === 'started';
        if (this.#hasStarted) yield event;
      }
      this.#absentSince = null;
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      this.#absentSince ??= Date.now();
      if (Date.now() - this.#absentSince >= MAX_ABSENCE)
        yield* this.#end({ state: 'cancelled', reason: error.message });
      return;
    }
    const silence = Date.now() - this.#changedAt;
    const { outcome } = this.#follower;
    if (outcome && Number.isFinite(this.endSilence) && silence >= KNOWN_END_SILENCE) yield* this.#end(outcome);
    else if (silence >= this.endSilence)
      yield* this.#end(outcome ?? { state: 'finished', reason: silenceText(silence) });
  }

  *#end(end: RunEnd): Generator<RunEvent> {
    this.#hasEnded = true;
    if (this.#hasStarted) yield { type: 'ended', ...end };
  }
}

function silenceText(silence: number): string {
  return l10n.t('Nothing was written for {0} minutes.', Math.round(silence / 60_000));
}
