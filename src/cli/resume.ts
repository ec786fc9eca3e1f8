import path from 'node:path';
import { Training } from '../app/training.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { resultsToJson } from './experimentJson.ts';
import { parseOptions, readWorkerOptions, WORKER_OPTIONS } from './options.ts';
import { trainAndReport, withEnvironment } from './training.ts';

const OPTIONS = {
  ...WORKER_OPTIONS,
  'take-over': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** `goldilocks resume`: trains the runs of an experiment that were cut short. */
export const resume: Command = {
  name: 'resume',
  summary: 'train the runs of an experiment that failed or were interrupted',
  help: `Usage: goldilocks resume DIR [options]

Trains the runs of the experiment in DIR that failed, were cancelled or were
interrupted, each from its last checkpoint (one is written every few seconds, and
when a run is cancelled) or, where there is none, from its start. The numbers are
those of a run that was never interrupted.

  --take-over       also resume runs that seem to be running elsewhere; make sure
                    that nothing else is training them
  --jobs N          runs at the same time (default: one per processor, at most 8)
  --tensorflow DIR  the folder where TensorFlow is installed, if it was used
  --json            print one JSON document instead of tables`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length !== 1) throw new UsageError('resume takes one folder, that of the experiment.');
    const folder = path.resolve(positionals[0]);
    const takeOver = values['take-over'] === true;
    return withEnvironment(context, readWorkerOptions(values), async (environment) => {
      const training = await Training.resume(folder, environment, { takeOver });
      return trainAndReport(training, context, values.json === true ? resultsToJson(training.experiment.record) : null);
    });
  },
};
