import * as l10n from '@vscode/l10n';
import type { EngineName } from '../domain/run.ts';
import { WorkerProcess } from './workerProcess.ts';
import type { ProcessOptions } from './workerProcess.ts';

/** An engine that cannot be used on this machine. The message is a sentence with the reason. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError';

  constructor(
    readonly engine: EngineName,
    message: string,
  ) {
    super(message);
  }
}

/** Milliseconds: enough to load a library of hundreds of megabytes from a slow disk. */
const LOAD_TIMEOUT = 60_000;

/**
 * Loads an engine in a process of its own, which ends afterwards: the engine may be third-party native code, and may crash.
 * @param timeout milliseconds
 * @returns the engine's build
 * @throws EngineUnavailableError if it cannot be loaded
 */
export async function inspectEngine(
  engine: EngineName,
  options: ProcessOptions,
  timeout = LOAD_TIMEOUT,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new EngineUnavailableError(engine, reason));
    const child = new WorkerProcess(
      options,
      (report) => {
        if (report.type === 'idle') child.inspect(engine);
        if (report.type !== 'engine') return;
        if (report.build !== null) resolve(report.build);
        else fail(report.problem!);
        child.kill('The engine was inspected.');
      },
      ({ reason, stderrTail }) => {
        clearTimeout(timer);
        const message = l10n.t('The engine {0} cannot be loaded: {1}', engine, reason);
        fail(stderrTail ? `${message} ${stderrTail.split('\n').at(-1)}` : message);
      },
    );
    const timer = setTimeout(() => child.kill(l10n.t("It didn't load within {0} seconds.", timeout / 1000)), timeout);
  });
}
