import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, RunRecord } from '../../domain/experiment.ts';
import type { RunEvent } from '../../domain/runEvent.ts';
import { RunTracker } from '../../domain/runTracker.ts';
import { runsAfter } from '../../kinds/confirmation/choice.ts';
import { stepsAfterTest } from '../../kinds/programSweep/choice.ts';
import type { ProgramTestChoice } from '../../kinds/programTest/choice.ts';
import { ExperimentError, ExperimentFolder } from '../../store/experimentFolder.ts';
import { forwardEvent, guarded, overviewOf } from '../liveTraining.ts';
import type { FollowingRuns, LiveTraining, TrainingListener, TrainingRun } from '../liveTraining.ts';
import type { BeginEntry, JournalEntry } from './journal.ts';

/** An experiment that the process of a session trains and writes: follows what its journal says, and writes nothing. */
export class JournaledTraining implements LiveTraining {
  readonly changedAt = null;
  readonly startedAt: number;
  #trainingSince: number | null = null;
  readonly #runs: TrainingRun[];
  /** See BeginEntry. */
  private readonly total: number | null | undefined;

  private constructor(
    readonly experiment: ExperimentFolder,
    { runs, at, total }: BeginEntry,
    private readonly entries: AsyncGenerator<JournalEntry, void, void>,
    private readonly cancel: () => void,
  ) {
    this.startedAt = at;
    this.total = total;
    this.#runs = runs.map(newRun);
  }

  /**
   * @param begin what the journal says of its beginning
   * @param entries what comes next in the journal; those up to its end are read
   * @param cancel asks the session to end
   * @throws ExperimentError if the experiment cannot be read, as after it was deleted
   */
  static async open(
    begin: BeginEntry,
    entries: AsyncGenerator<JournalEntry, void, void>,
    cancel: () => void,
  ): Promise<JournaledTraining> {
    return new JournaledTraining(await ExperimentFolder.open(begin.folder), begin, entries, cancel);
  }

  get trainingSince(): number | null {
    return this.#trainingSince;
  }

  /** The confirmation of a range test: its length follows from that of the program. */
  get following(): FollowingRuns | undefined {
    const { kind, choice } = this.experiment.record;
    if (kind !== 'program-test' || this.total === undefined) return undefined;
    const told = this.#runs.find(({ tracker }) => tracker.facts.total !== null)?.tracker.facts.total;
    const { steps } = choice as ProgramTestChoice;
    return runsAfter({ seeds: this.#runs.length, steps }, stepsAfterTest(told ?? this.total));
  }

  get runs(): readonly TrainingRun[] {
    return this.#runs;
  }

  overview(): ExperimentOverview {
    return overviewOf(this);
  }

  async train(
    signal: AbortSignal,
    listener: TrainingListener,
    onProblem: (error: unknown) => void = () => undefined,
  ): Promise<void> {
    const notify = guarded(listener, onProblem);
    signal.addEventListener('abort', this.cancel);
    try {
      for (let next = await this.entries.next(); !next.done; next = await this.entries.next()) {
        const entry = next.value;
        if (entry.type === 'end' && entry.problem !== null) throw new ExperimentError(entry.problem);
        if (entry.type === 'end') return;
        if (entry.type !== 'run') continue;
        const { index, event, at, record } = entry;
        if (record) this.#runs[index] ??= newRun(record, index);
        if (event.type === 'started') this.#trainingSince ??= at;
        take(this.#runs[index], event, notify);
      }
    } finally {
      signal.removeEventListener('abort', this.cancel);
    }
    const reason = l10n.t('The process that trains the runs was killed or crashed.');
    for (const run of this.#runs) if (!run.result) take(run, { type: 'ended', state: 'interrupted', reason }, notify);
  }
}

function newRun(record: RunRecord, index: number): TrainingRun {
  return { index, record, tracker: new RunTracker(record), result: null };
}

function take(run: TrainingRun, event: RunEvent, notify: TrainingListener): void {
  // They are found again.
  if (event.type === 'finding') return;
  if (event.type !== 'ended') return forwardEvent(run, event, notify);
  const changes = run.tracker.apply(event);
  run.result = run.tracker.result();
  run.record = { ...run.record, facts: run.tracker.facts };
  for (const change of changes) notify(run, { type: 'finding', ...change });
  notify(run, event);
}
