import path from 'node:path';
import { Sweep } from '../app/sweep.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { parseOptions, readTrainingOptions, TRAINING_OPTIONS } from './options.ts';
import { trainAndReport, withServices } from './training.ts';

const OPTIONS = {
  ...TRAINING_OPTIONS,
  json: { type: 'boolean' },
} as const;

/** `goldilocks resume`: trains the runs of an experiment on that were cut short. */
export const resume: Command = {
  name: 'resume',
  summary: 'train the runs of an experiment on that failed or were interrupted',
  help: `Usage: goldilocks resume DIR [options]

Trains the runs of the experiment in DIR on that failed, were cancelled or were
interrupted, each from its last checkpoint (one is written every few seconds, and
when a run is cancelled) or, where there is none, from its start, and judges all
runs together. The numbers are those of a run that was never interrupted.

  --jobs N          runs at the same time (default: one a processor, at most 8)
  --tensorflow DIR  the folder that TensorFlow is installed in, if it was used
  --json            print one JSON document instead of tables`,

  async run(args, surroundings) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length !== 1) throw new UsageError('resume takes one folder, that of the experiment.');
    const folder = path.resolve(positionals[0]);
    return withServices(surroundings, readTrainingOptions(values), async (services) =>
      trainAndReport(await Sweep.resume(folder, services), surroundings, values.json === true),
    );
  },
};
