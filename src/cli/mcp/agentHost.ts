import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AgentHost } from '../../app/agents/agentTool.ts';
import { AllowedFolders } from '../../app/agents/allowedFolders.ts';
import { Engines } from '../../app/engines.ts';
import { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { readSource } from '../../app/readSource.ts';
import { defaultPoolSize, WorkerPool } from '../../runs/workerPool.ts';
import { WorkerRunner } from '../../runs/workerRunner.ts';
import { TimeSlices } from '../../store/timeSlices.ts';
import { ProjectSettingsFinder } from '../check/projectSettings.ts';
import type { CommandContext } from '../command.ts';
import { mnistFolder } from '../training.ts';
import { processOptions } from '../workers.ts';

/** Milliseconds after which a worker without a run ends. */
const IDLE_TIMEOUT = 2 * 60_000;

/**
 * Makes what tools need outside of the editor. After the work nothing trains any more, and no worker is left.
 * @param folders absolute paths of the folders whose files tools may read; experiments are kept in the first
 */
export async function withAgentHost(
  folders: readonly string[],
  context: CommandContext,
  work: (host: AgentHost) => Promise<void>,
): Promise<void> {
  const options = processOptions(context.root, { jobs: undefined, tensorflow: undefined });
  const pool = new WorkerPool(defaultPoolSize(), { ...options, idleTimeout: IDLE_TIMEOUT, canExceedSize: true });
  const engines = new Engines(options);
  const library = new ExperimentLibrary(path.join(folders[0], 'goldilocks-experiments'), {
    runner: new WorkerRunner(() => pool, mnistFolder(context)),
    engines,
    window: randomUUID(),
    version: context.version,
  });
  const allowed = new AllowedFolders(folders);
  // Loaded here because no other command needs the parsers.
  const [{ findRates }, { Parsers }, { checkInSteps }, { runSteps }] = await Promise.all([
    import('../../code/findRates.ts'),
    import('../../code/parsers.ts'),
    import('../../code/rules/checkRates.ts'),
    import('../../code/yieldPolicy.ts'),
  ]);
  const parsers = new Parsers((file) => readFile(path.join(context.root, 'dist', file)));
  try {
    await work({
      library,
      mnistFolder: mnistFolder(context),
      datasetFolder: () => null,
      resolve: (given) => allowed.resolve(given),
      readSource,
      findRates: (source, signal) => findRates(source, parsers, new TimeSlices(), signal),
      findProblems: (report, source) => runSteps(checkInSteps(report, source), new TimeSlices()),
      ruleSettings: async (file) => {
        const { isEnabled, rules, exclude } = await new ProjectSettingsFinder().settingsOf(path.dirname(file));
        return isEnabled && exclude?.verdictOn(file, false) !== 'ignored' ? rules : null;
      },
      start: async (kind, choice) => {
        const { training } = await library.start(kind, await engines.resolve(choice, 'auto'));
        return training.experiment.folder;
      },
    });
  } finally {
    const ended = library.active.map((active) => active.ended);
    library.cancelAll();
    await Promise.allSettled(ended);
    pool.dispose();
  }
}
