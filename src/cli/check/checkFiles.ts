import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CheckedFile } from './checkFile.ts';

/** More threads than this don't pay. */
const MAX_THREADS = 8;
/** Starting a thread takes as long as checking about as many files. */
const FILES_PER_THREAD = 16;

/**
 * Checks files in threads.
 * @param program the path of the program of a thread
 * @returns what was found in each; null if it is interrupted
 */
export async function checkFiles(
  files: readonly string[],
  program: string,
  interrupt: AbortSignal,
): Promise<ReadonlyMap<string, CheckedFile> | null> {
  const checked = new Map<string, CheckedFile>();
  const waiting = files.values();
  const threads = Math.min(availableParallelism(), MAX_THREADS, Math.ceil(files.length / FILES_PER_THREAD));
  const check = async (): Promise<void> => {
    let worker = new Worker(program);
    interrupt.addEventListener('abort', () => void worker.terminate());
    for (const file of waiting) {
      const answer = await ask(worker, file);
      if (interrupt.aborted) break;
      checked.set(file, answer ?? FAILED);
      if (!answer) worker = new Worker(program);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: threads }, check));
  return interrupt.aborted ? null : checked;
}

const FAILED: CheckedFile = { message: 'skipped, because checking it failed.', failed: true };

/** Null if the thread failed, for example because it had not enough memory. */
function ask(worker: Worker, file: string): Promise<CheckedFile | null> {
  return new Promise((resolve) => {
    const onAnswer = (answer: CheckedFile): void => settle(answer);
    const onEnd = (): void => settle(null);
    const settle = (answer: CheckedFile | null): void => {
      worker.off('message', onAnswer).off('error', onEnd).off('exit', onEnd);
      resolve(answer);
    };
    worker.on('message', onAnswer).on('error', onEnd).on('exit', onEnd);
    worker.postMessage(file);
  });
}
