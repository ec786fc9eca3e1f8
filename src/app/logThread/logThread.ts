import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import { LogError } from '../../logs/logError.ts';
import type { LogOptions } from '../../logs/logOptions.ts';
import type { ImportOptions } from '../importLog.ts';
import type { LogTask, LogThreadData, LogThreadMessage } from './messages.ts';

/** Reads logs in threads of their own, so that a log of any size never keeps the editor waiting. A thread ends with its task. */
export class LogThread {
  /**
   * @param program path of the program that a thread runs
   * @param translations of what the user sees, by the English text
   */
  constructor(
    private readonly program: string,
    private readonly translations: LogThreadData['translations'],
  ) {}

  /**
   * As importLog. If it is cancelled, nothing is left of the experiment.
   * @throws the signal's reason, LogError
   */
  async import(place: string, storage: string, options: ImportOptions, signal: AbortSignal): Promise<string> {
    const worker = this.#start({ type: 'import', place, storage, options });
    const cancel = (): void => worker.postMessage('cancel');
    signal.addEventListener('abort', cancel);
    try {
      for await (const message of messagesOf(worker)) if (message.type === 'done') return message.folder!;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      await worker.terminate();
    }
    throw stoppedError();
  }

  /** As followLogs. @throws LogError */
  async *follow(place: string, options: LogOptions, signal: AbortSignal): AsyncGenerator<FollowedEvent> {
    const worker = this.#start({ type: 'follow', place, options });
    try {
      for await (const message of messagesOf(worker, signal)) {
        if (message.type === 'done') return;
        if (message.type === 'event') yield message.followed;
        worker.postMessage('next');
      }
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    } finally {
      await worker.terminate();
    }
    throw stoppedError();
  }

  #start(task: LogTask): Worker {
    return new Worker(this.program, { workerData: { task, translations: this.translations } satisfies LogThreadData });
  }
}

/** @throws LogError if the task fails or the thread crashes */
async function* messagesOf(worker: Worker, signal?: AbortSignal): AsyncGenerator<LogThreadMessage> {
  const messages = on(worker, 'message', { signal, close: ['exit'] }) as AsyncIterable<[LogThreadMessage]>;
  try {
    for await (const [message] of messages) {
      if (message.type === 'failed') throw new LogError(message.message);
      yield message;
    }
  } catch (error) {
    if (error instanceof LogError) throw error;
    throw new LogError(l10n.t('Reading this log failed: {0}', (error as Error).message));
  }
}

function stoppedError(): LogError {
  return new LogError(l10n.t('Reading this log stopped unexpectedly. Open it again.'));
}
