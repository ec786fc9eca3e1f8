import { stat } from 'node:fs/promises';
import type { RunEvent } from '../domain/runEvent.ts';
import type { FollowedEvent } from './followLogs.ts';
import { idOf, logsIn } from './followLogs.ts';
import { nameOf } from './log.ts';
import type { Log } from './log.ts';
import { LogError } from './logError.ts';
import { LogFollower } from './logFollower.ts';
import type { LogOptions } from './logOptions.ts';

/** Milliseconds between two looks for logs. */
const LOOK_INTERVAL = 1000;

/** The log of a program that is started now: only what it writes counts, not what earlier runs have left. */
export class ProgramLog {
  /** The logs with a loss, by id. */
  readonly #followers = new Map<string, LogFollower>();
  #nextLook = -Infinity;

  private constructor(
    private readonly place: string,
    private readonly options: LogOptions,
    /** By id, the logs that there were before, each with what tells whether its file was written since. */
    private readonly before: ReadonlyMap<string, string>,
  ) {}

  /**
   * To be called before the program starts.
   * @param place absolute path of a file or folder, which need not exist yet
   */
  static async watch(place: string, options: LogOptions): Promise<ProgramLog> {
    const before = new Map<string, string>();
    for (const log of await logsIn(place)) before.set(idOf(log), await stampOf(log));
    return new ProgramLog(place, options, before);
  }

  /**
   * What was written since the last call.
   * @param isLast whether nothing more will be written
   */
  async *update(isLast: boolean): AsyncGenerator<Pick<FollowedEvent, 'id' | 'event'>> {
    for (const [id, follower] of this.#followers) for (const event of await eventsOf(follower)) yield { id, event };
    if (!isLast && performance.now() < this.#nextLook) return;
    for (const log of await logsIn(this.place)) yield* this.#begin(log);
    this.#nextLook = performance.now() + LOOK_INTERVAL;
  }

  /** Follows a log once it has a loss: only then its format is certain. */
  async *#begin(log: Log): AsyncGenerator<Pick<FollowedEvent, 'id' | 'event'>> {
    const id = idOf(log);
    if (this.#followers.has(id) || this.before.get(id) === (await stampOf(log))) return;
    const follower = new LogFollower(log, this.options);
    const events = await eventsOf(follower);
    const start = events.findIndex(({ type }) => type === 'started');
    if (start < 0) return;
    this.#followers.set(id, follower);
    for (const event of events.slice(start)) yield { id, event };
  }
}

/** None while the log cannot be read: some programs delete it before they write it anew. */
async function eventsOf(follower: LogFollower): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  try {
    for await (const event of follower.update()) events.push(event);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
  }
  return events;
}

/** What differs after each change of a file with one run; any other log, as one in a database, does not go on once its program has ended. */
async function stampOf({ file, key }: Log): Promise<string> {
  const stats = key === nameOf(file) ? await stat(file).catch(() => null) : null;
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : '';
}
