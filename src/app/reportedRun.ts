import { PassThrough } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type { Finding } from '../domain/finding.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import type { Sample } from '../domain/sample.ts';
import type { FollowedEvent } from '../logs/followLogs.ts';
import type { ExperimentLibrary } from './experimentLibrary.ts';
import { checkEvent } from './reportedEvent.ts';
import type { ReportedEvent } from './reportedEvent.ts';

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
   * @throws TypeError with a sentence for what is no event, and for samples that are not in the order of their steps
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
 * @throws TypeError if the name is no text
 */
export async function reportRun(name: string, library: ExperimentLibrary): Promise<ReportedRun> {
  if (typeof name !== 'string') throw new TypeError(l10n.t('The name of a run must be text.'));
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
  let newestStep = -Infinity;
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
      if (checked.type === 'samples') newestStep = lastStep(checked.samples, newestStep);
      if (checked.type === 'reset') newestStep = -Infinity;
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

/**
 * The step of the last sample.
 * @param newest step of the sample before the first
 * @throws TypeError if they are not in the order of their steps, as curves are kept
 */
function lastStep(samples: readonly Sample[], newest: number): number {
  for (const { step } of samples) {
    if (step < newest)
      throw new TypeError(
        l10n.t('Samples must be in the order of their steps: step {0} comes after {1}.', step, newest),
      );
    newest = step;
  }
  return newest;
}
