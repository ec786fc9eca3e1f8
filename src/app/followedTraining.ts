import { appendFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, ExperimentRecord, RunRecord, Subject } from '../domain/experiment.ts';
import { toJson } from '../domain/json.ts';
import type { EndedEvent, RunEvent } from '../domain/runEvent.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import { RunTracker } from '../domain/runTracker.ts';
import type { Variant } from '../domain/variant.ts';
import type { FollowedEvent } from '../logs/followLogs.ts';
import type { Attempt } from '../store/attempt.ts';
import { DeletedError, ExperimentFolder, FORMAT } from '../store/experimentFolder.ts';
import { cacheForLists } from './listCache.ts';
import { forwardEvent, guarded, overviewOf } from './liveTraining.ts';
import type { LiveTraining, TrainingListener, TrainingRun } from './liveTraining.ts';
import type { KeyedPlace } from './sites/siteKey.ts';
import { tieRun, writtenFacts } from './sites/tieRun.ts';
import type { WrittenFacts } from './sites/tieRun.ts';

/** Who "trains" the runs of another program, in process.json. */
const FOLLOWER = 'follower';
/** Milliseconds between two signs of life, see HEARTBEAT_TIMEOUT. */
const HEARTBEAT_INTERVAL = 15_000;
/** Milliseconds for which nothing is shown because places are still looked for; what takes longer is tied later. */
const PLACES_WAIT = 1_000;
/** The same before a run ends, where it is judged: a disk may not answer. */
const LAST_PLACES_WAIT = 10_000;

/** The training of another program, as far as it tells about it. */
export interface FollowedSource {
  /** For the user. */
  readonly name: string;
  /** Absolute path of the log or folder; null for a program in a terminal. */
  readonly place: string | null;
  /** The places in the program that its runs can be tied to, see tieRun. Never rejects. */
  readonly places?: Promise<readonly KeyedPlace[]>;
  /** Ends the program, as Ctrl+C in its terminal does; absent where it can't be ended from here. */
  readonly stopProgram?: () => void;
  /** Ends when the program has ended, or soon after the signal was aborted. */
  events(signal: AbortSignal): AsyncIterable<FollowedEvent>;
}

/** A run of another program, and where its measurements are kept. */
interface FollowedRun extends TrainingRun {
  readonly attempt: Attempt;
  /** What the program has told, without what its text says. */
  told: RunFacts;
}

/** An experiment whose runs another program trains: follows what it writes, and keeps it. */
export class FollowedTraining implements LiveTraining {
  readonly #runs: FollowedRun[] = [];
  readonly #byId = new Map<string, FollowedRun>();
  #places: readonly KeyedPlace[] = [];
  /** Resolves when what has happened so far is written: each change waits for the one before. */
  #written: Promise<void> = Promise.resolve();
  #changedAt = Date.now();
  /** Whether all is written: what is found later changes nothing. */
  #isOver = false;

  private constructor(
    readonly experiment: ExperimentFolder,
    private readonly source: FollowedSource,
    private readonly window: string,
    /** Runs that an earlier window has followed; those of the program take their places in the order of their appearance. */
    private readonly known = 0,
  ) {}

  /**
   * Begins an experiment for what is followed, without runs.
   * @param subject whether the program was started here, or only its log is read
   * @throws ExperimentError if the folder is taken or cannot be written
   */
  static async create(
    source: FollowedSource,
    folder: string,
    window: string,
    subject: Extract<Subject, 'log' | 'program'> = 'log',
  ): Promise<FollowedTraining> {
    const record: ExperimentRecord = {
      format: FORMAT,
      kind: 'training',
      name: source.name,
      preset: null,
      createdAt: new Date().toISOString(),
      subject,
      choice: null,
      runner: null,
      variants: [],
      source: source.place,
      versions: {},
    };
    return new FollowedTraining(await ExperimentFolder.create(folder, record), source, window);
  }

  /**
   * Follows a program again, from its beginning, that an earlier window has followed: each run in a new attempt.
   * @throws ExperimentError if its experiment cannot be read
   */
  static async reopen(source: FollowedSource, folder: string, window: string): Promise<FollowedTraining> {
    const experiment = await ExperimentFolder.open(folder);
    const known = (await experiment.runs()).length;
    await experiment.prepareForTraining();
    return new FollowedTraining(experiment, source, window, known);
  }

  /** Of a program that an earlier window has followed, when that began: with its first event. */
  get startedAt(): number | undefined {
    return this.known > 0 ? Date.parse(this.experiment.record.createdAt) : undefined;
  }

  get trainingSince(): number | null {
    return this.startedAt ?? null;
  }

  get runs(): readonly TrainingRun[] {
    return this.#runs;
  }

  get changedAt(): number {
    return this.#changedAt;
  }

  overview(): ExperimentOverview {
    return overviewOf(this);
  }

  /** @throws DeletedError if the experiment is deleted meanwhile */
  async train(
    signal: AbortSignal,
    listener: TrainingListener,
    onProblem: (error: unknown) => void = () => undefined,
  ): Promise<void> {
    try {
      await this.#follow(signal, guarded(listener, onProblem));
    } catch (error) {
      throw this.experiment.exists ? error : new DeletedError(this.#deletedText());
    }
    await cacheForLists(this.experiment);
  }

  #deletedText(): string {
    const { folder, record } = this.experiment;
    return record.subject === 'program'
      ? l10n.t('The experiment in {0} was deleted, so its runs were ended.', folder)
      : l10n.t('The experiment in {0} was deleted, so its runs are no longer followed.', folder);
  }

  async #follow(signal: AbortSignal, notify: TrainingListener): Promise<void> {
    const heartbeat = setInterval(() => {
      for (const { attempt, result } of this.#runs) if (!result) void attempt.writeHeartbeat();
    }, HEARTBEAT_INTERVAL);
    let end: EndedEvent = { type: 'ended', state: 'finished' };
    try {
      const { places } = this.source;
      const tied = places && this.#tieWhenFound(places, notify);
      await Promise.race([tied, delay(PLACES_WAIT, undefined, { ref: false })]);
      let waited: Promise<void> | undefined;
      // Once for all runs, or many of them would wait long.
      const waitOnce = (): Promise<void> => (waited ??= lastWait(tied, signal));
      for await (const { id, name, event } of this.source.events(signal)) {
        if (event.type === 'ended') await waitOnce();
        await this.#inOrder(async () => {
          const run = this.#byId.get(id) ?? (await this.#add(id, name, event));
          await this.#take(run, event, notify);
        });
      }
      await waitOnce();
      if (signal.aborted) end = { ...end, reason: l10n.t('You stopped following it.') };
    } catch (error) {
      // Without a run there is nothing that could keep the reason.
      if (this.#runs.length === 0) throw error;
      end = { type: 'ended', state: 'failed', reason: (error as Error).message };
    } finally {
      clearInterval(heartbeat);
    }
    await this.#inOrder(async () => {
      this.#isOver = true;
      for (const run of this.#runs) if (!run.result) await this.#take(run, end, notify);
    });
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.#written.then(work);
    this.#written = done.catch(() => undefined);
    return done;
  }

  /** Ties the runs that there are as soon as the places in their program are known. */
  async #tieWhenFound(found: Promise<readonly KeyedPlace[]>, notify: TrainingListener): Promise<void> {
    const places = await found;
    await this.#inOrder(async () => {
      if (this.#isOver) return;
      this.#places = places;
      for (const run of this.#runs) {
        const facts = await this.#tie(run);
        // What has ended is judged: its findings stay as they are.
        if (run.result) notify(run, { type: 'facts', facts: {} });
        else forwardEvent(run, { type: 'facts', facts }, notify);
      }
    });
  }

  async #add(id: string, name: string, event: RunEvent): Promise<FollowedRun> {
    const told = event.type === 'started' ? event.facts : NO_FACTS;
    const site = tieRun(this.#places, told);
    const facts = { ...told, ...writtenFacts(site, told, this.#places) };
    const record: RunRecord = {
      variant: { id: String(this.#runs.length), label: name, values: valuesOf(facts) },
      seed: null,
      facts,
      spec: null,
      ...(site && { site }),
    };
    const index = await this.#place(record);
    const attempt = await this.experiment.startAttempt(index, { window: this.window, runner: FOLLOWER });
    const run: FollowedRun = { index, record, tracker: new RunTracker(record), result: null, attempt, told };
    this.#runs.push(run);
    this.#byId.set(id, run);
    return run;
  }

  /** @returns the index of the run */
  async #place(record: RunRecord): Promise<number> {
    const index = this.#runs.length;
    if (index >= this.known) return this.experiment.addRun(record);
    await this.experiment.updateRun(index, record);
    return index;
  }

  async #take(run: FollowedRun, event: RunEvent, notify: TrainingListener): Promise<void> {
    this.#changedAt = Date.now();
    const { attempt, tracker } = run;
    if (event.type === 'samples')
      await appendFile(attempt.metricsFile, event.samples.map((sample) => `${toJson(sample)}\n`).join(''));
    // Nothing may have been measured before.
    if (event.type === 'reset') await writeFile(attempt.metricsFile, '');
    if (event.type === 'facts' || event.type === 'started') {
      run.told = { ...run.told, ...event.facts };
      // Before it is told, so that whoever hears of a finding knows where it belongs.
      const written = await this.#tie(run);
      forwardEvent(run, { ...event, facts: { ...event.facts, ...written } } as RunEvent, notify);
      return;
    }
    if (event.type !== 'ended') {
      forwardEvent(run, event, notify);
      return;
    }
    const measured = tracker.allBuckets();
    const changes = tracker.apply(event);
    // Rate, length and metrics are often learned on the way.
    const { facts } = tracker;
    const variant = { ...run.record.variant, values: valuesOf(facts) };
    run.record = { ...run.record, facts, variant };
    await this.experiment.updateRun(run.index, run.record);
    run.result = tracker.result();
    await attempt.writeResult(run.result, measured);
    for (const change of changes) notify(run, { type: 'finding', ...change });
    notify(run, event);
  }

  /**
   * Ties a run to a number in its program as soon as its rate is known; the highest rate shows only after a warm-up.
   * @returns what is known of its rate and optimizer then
   */
  async #tie(run: FollowedRun): Promise<WrittenFacts> {
    const { site: before, ...record } = run.record;
    const site = tieRun(this.#places, run.told);
    if (!isDeepStrictEqual(site ?? undefined, before)) {
      run.record = { ...record, ...(site && { site }) };
      await this.experiment.updateRun(run.index, run.record);
    }
    return writtenFacts(site, run.told, this.#places);
  }
}

/** Waits until runs are tied, but not for long, and not for a user who has stopped following. */
async function lastWait(tied: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  const late = delay(LAST_PLACES_WAIT, undefined, { ref: false, signal }).catch(() => undefined);
  await Promise.race([tied, late]);
}

/** What tells the run from others, as far as it is known. */
function valuesOf({ rate, optimizer, batchSize }: RunFacts): Variant['values'] {
  return {
    ...(rate === null ? {} : { rate }),
    ...(optimizer === null ? {} : { optimizer }),
    ...(batchSize === null ? {} : { batchSize }),
  };
}
