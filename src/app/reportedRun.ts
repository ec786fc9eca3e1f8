import { PassThrough } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type { Finding } from '../domain/finding.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import type { FollowedEvent } from '../logs/followLogs.ts';
import type { ExperimentLibrary } from './experimentLibrary.ts';

/** What another extension reports of a run: the events of every other source, and facts of which it knows only some. */
export type ReportedEvent =
  | { readonly type: 'started'; readonly facts?: Partial<RunFacts> }
  | Extract<RunEvent, { type: 'facts' | 'samples' | 'reset' }>
  | { readonly type: 'ended'; readonly state: (typeof END_STATES)[number]; readonly reason?: string };

/** How a run of another program can end. */
const END_STATES = ['finished', 'failed', 'cancelled'] as const;

/** The training of another program, as another extension reports it. */
export interface ReportedRun {
  /** Absolute path of the experiment that keeps it. */
  readonly folder: string;
  /** What is wrong with it so far, the most severe first; also after its end. */
  readonly findings: readonly Finding[];
  /** Whether its end was reported, or the user stopped following it: what is reported after that is ignored. */
  readonly hasEnded: boolean;
  /** Resolves when everything is on disk. */
  readonly ended: Promise<void>;
  /**
   * Reports what has happened, in the order in which it did.
   * @throws TypeError with a sentence for what is no event
   */
  report(event: ReportedEvent): void;
  /**
   * Calls a function whenever findings are raised, changed or withdrawn.
   * @returns stops that
   */
  onFindings(listener: (findings: readonly Finding[]) => void): { dispose(): void };
}

/**
 * Begins an experiment for a run that another extension reports.
 * @param name for the user
 * @throws ExperimentError if it cannot be written
 */
export async function reportRun(name: string, library: ExperimentLibrary): Promise<ReportedRun> {
  const stream = new PassThrough({ objectMode: true });
  const active = await library.follow({
    name,
    place: null,
    async *events(signal) {
      signal.addEventListener('abort', () => stream.end());
      for await (const event of stream) yield event as FollowedEvent;
    },
  });
  const { training, ended } = active;
  const { folder } = training.experiment;
  const findings = (): readonly Finding[] => training.runs[0]?.tracker.findings ?? [];
  return {
    folder,
    ended,
    get findings() {
      return findings();
    },
    get hasEnded() {
      return stream.writableEnded;
    },
    report(event) {
      const checked = checkEvent(event, name);
      if (stream.writableEnded) return;
      stream.write({ id: '', name, event: checked } satisfies FollowedEvent);
      if (checked.type === 'ended') stream.end();
    },
    onFindings(listener) {
      const onRun = (changed: string, _run: unknown, event: RunEvent): void => {
        if (changed === folder && event.type === 'finding') listener(findings());
      };
      library.on('run', onRun);
      return { dispose: () => library.off('run', onRun) };
    },
  };
}

/** Programs in JavaScript pass anything; what is wrong must show where it is passed. */
function checkEvent(event: ReportedEvent, name: string): RunEvent {
  switch (event?.type) {
    case 'started':
      return { type: 'started', run: name, facts: { ...NO_FACTS, ...event.facts } };
    case 'facts':
      return { type: 'facts', facts: { ...event.facts } };
    case 'samples':
      if (!Array.isArray(event.samples) || !event.samples.every(({ step }) => Number.isFinite(step)))
        throw new TypeError(l10n.t('The event "samples" needs a list of samples, each with its step as a number.'));
      return event;
    case 'reset':
      return event;
    case 'ended':
      if (!END_STATES.includes(event.state))
        throw new TypeError(l10n.t('The event "ended" needs one of these states: {0}.', END_STATES.join(', ')));
      return event;
    default:
      throw new TypeError(
        l10n.t('An event needs one of these types: {0}.', ['started', 'facts', 'samples', 'reset', 'ended'].join(', ')),
      );
  }
}
