import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import { followLogs } from '../../logs/followLogs.ts';
import { LogError } from '../../logs/logError.ts';
import { ExperimentError } from '../../store/experimentFolder.ts';
import { importLog } from '../importLog.ts';
import type { LogTask, LogThreadData, LogThreadMessage } from './messages.ts';

/** Samples that are sent at once: receiving and judging them takes a few milliseconds. */
const MAX_SAMPLES = 2000;

/** The program of a thread that reads logs: does the task that it is started with, and ends. */
const { task, translations } = workerData as LogThreadData;
if (translations) l10n.config({ contents: { ...translations } });

const send = (message: LogThreadMessage): void => parentPort?.postMessage(message);

async function run(given: LogTask): Promise<string | null> {
  if (given.type === 'import') {
    const cancelled = new AbortController();
    parentPort?.once('message', () => cancelled.abort());
    return importLog(given.place, given.storage, given.options, cancelled.signal);
  }
  for await (const followed of followLogs(given.place, given.options, new AbortController().signal)) {
    for (const part of partsOf(followed)) {
      const next = once(parentPort!, 'message');
      send({ type: 'event', followed: part });
      await next;
    }
  }
  return null;
}

/** An event with many samples as several with fewer. */
function partsOf(followed: FollowedEvent): FollowedEvent[] {
  const { event } = followed;
  if (event.type !== 'samples' || event.samples.length <= MAX_SAMPLES) return [followed];
  return Array.from({ length: Math.ceil(event.samples.length / MAX_SAMPLES) }, (_, part) => {
    const samples = event.samples.slice(part * MAX_SAMPLES, (part + 1) * MAX_SAMPLES);
    return { ...followed, event: { type: 'samples', samples } };
  });
}

run(task).then(
  (folder) => {
    send({ type: 'done', folder });
    parentPort?.close();
  },
  (error: unknown) => {
    // Anything else is a mistake of this program, which ends the thread with its stack.
    if (!(error instanceof LogError || error instanceof ExperimentError)) throw error;
    send({ type: 'failed', message: error.message });
    parentPort?.close();
  },
);
