import path from 'node:path';
import { writeReport } from '../app/writeReport.ts';
import { toJson } from '../domain/json.ts';
import { ExperimentFolder } from '../store/experimentFolder.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { parseOptions } from './options.ts';
import { readReportScript } from './training.ts';

const OPTIONS = {
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `goldilocks report`: writes the report of an experiment on disk. */
export const report: Command = {
  name: 'report',
  summary: 'write the HTML report of an experiment',
  help: `Usage: goldilocks report DIR [options]

Writes the report of the experiment in DIR: one HTML file with tables and
charts that opens without a network.

  --out FILE  the report's file (default: DIR/report.html, replaced if there)
  --json      print {"report": FILE} instead of the path`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length !== 1) throw new UsageError('report takes one folder, that of the experiment.');
    const experiment = await ExperimentFolder.open(path.resolve(positionals[0]));
    const out = values.out === undefined ? undefined : path.resolve(values.out as string);
    const file = await writeReport(experiment, await readReportScript(context), out);
    context.stdout.write(values.json === true ? toJson({ report: file }, 2) + '\n' : `${file}\n`);
    return EXIT.done;
  },
};
