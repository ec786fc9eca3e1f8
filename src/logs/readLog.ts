import type { Measured } from '../domain/boundedSeries.ts';
import { RunTracker } from '../domain/runTracker.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import type { Log } from './log.ts';
import type { LogOptions } from './logOptions.ts';

/** A training loss and the step, epoch or row it stands at. */
export interface LoggedLoss {
  readonly step: number;
  readonly loss: number;
}

/** Statistics of the training losses as they are in the log, before the series are downsampled. */
export interface LossStatistics {
  /** Rows with a training loss. */
  readonly samples: number;
  readonly first: LoggedLoss | null;
  readonly last: LoggedLoss | null;
  /** The lowest finite loss, the first of equal ones. */
  readonly min: LoggedLoss | null;
  /** How many are not finite. */
  readonly nonFinite: number;
  readonly rate: { readonly first: number; readonly last: number } | null;
}

/** A run that was read from a log to its end. */
export interface ParsedRun {
  readonly name: string;
  readonly facts: RunFacts;
  /** Has ended; holds the thinned series, the findings and the result. */
  readonly tracker: RunTracker;
  readonly losses: LossStatistics;
  /** What to know about the log, in sentences. */
  readonly notices: readonly string[];
}

/** Those of a run before its first loss. */
export const NO_LOSSES: LossStatistics = { samples: 0, first: null, last: null, min: null, nonFinite: 0, rate: null };

/**
 * Reads a log to its end.
 * @throws LogError if there is no loss in it, Error if it cannot be read
 */
export async function readLog(log: Log, options: LogOptions = {}): Promise<ParsedRun> {
  const tracker = new RunTracker({ facts: NO_FACTS, spec: null });
  const notices: string[] = [];
  let losses = NO_LOSSES;
  for await (const event of log.events(options)) {
    if (event.type === 'notice') notices.push(event.text);
    if (event.type === 'ended') losses = lossStatistics(tracker);
    tracker.apply(event);
  }
  return { name: log.name, facts: tracker.facts, tracker, losses, notices };
}

/** The statistics of a run that has not ended yet: its end thins the series. */
export function lossStatistics(tracker: RunTracker): LossStatistics {
  const losses = tracker.measured('loss');
  if (!losses) return NO_LOSSES;
  const loggedLoss = (measured: Measured | null): LoggedLoss | null =>
    measured && { step: measured.step, loss: measured.value };
  const { first, newest } = tracker.measured('rate') ?? {};
  return {
    samples: losses.count,
    first: loggedLoss(losses.first),
    last: loggedLoss(losses.newest),
    min: loggedLoss(losses.lowest),
    nonFinite: losses.nonFinite,
    rate: first && newest ? { first: first.value, last: newest.value } : null,
  };
}
