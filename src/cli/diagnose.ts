import { formatCount, formatLoss } from '../domain/format.ts';
import { toJson } from '../domain/json.ts';
import { formatRate } from '../domain/rate.ts';
import { parseRate } from '../domain/rateList.ts';
import { reasonsText } from '../domain/reasonText.ts';
import { adviceTexts } from '../domain/remedyText.ts';
import type { Log } from '../logs/log.ts';
import type { LogOptions } from '../logs/logOptions.ts';
import { openLogs } from '../logs/openLog.ts';
import { readLog } from '../logs/readLog.ts';
import type { LossStatistics, ParsedRun } from '../logs/readLog.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { alignColumns } from './alignColumns.ts';
import { checkOption, parseOptions, wholeNumber } from './options.ts';
import type { Arguments } from './options.ts';

const OPTIONS = {
  optimizer: { type: 'string' },
  rate: { type: 'string' },
  batch: { type: 'string' },
  classes: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `goldilocks diagnose`: reads training logs and says what is wrong with their curves. */
export const diagnose: Command = {
  name: 'diagnose',
  summary: 'report problems in the loss curves of training logs',
  help: `Usage: goldilocks diagnose FILE|FOLDER… [options]

Reads training logs (TensorBoard, W&B, MLflow, tables, JSON, notebooks, console
output; for a folder, all logs in it) and says what is wrong with the loss (NaN,
exploding, diverging, oscillating, stuck, slow, overfitting), whether the
learning rate is to blame, and which rate to try. The answer is more accurate if
you give the rate and the optimizer.

  --optimizer NAME  the optimizer that was used, if the log does not say
  --rate RATE       the learning rate
  --batch N         the batch size
  --classes N       the number of classes
  --json            print one JSON document instead of text

The options apply to all logs. Exit code: 0 all files were read, 1 one of
them was not, 2 wrong arguments.`,

  async run(args, { stdout }) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length === 0) throw new UsageError('Specify the logs to read: goldilocks diagnose metrics.csv');
    const options = readOptions(values);
    const files: FileDiagnosis[] = [];
    for (const file of positionals) files.push(...(await diagnosePlace(file, options)));
    stdout.write(
      values.json === true
        ? `${toJson({ files: files.map((file) => toFileJson(file, options)) }, 2)}\n`
        : `${files.map(describe).join('\n\n')}\n`,
    );
    return files.some(({ format }) => format === null) ? EXIT.failed : EXIT.done;
  },
};

/** What a file says, or why it could not be read. */
type FileDiagnosis =
  | { readonly file: string; readonly format: string; readonly runs: readonly ParsedRun[] }
  | { readonly file: string; readonly format: null; readonly message: string };

/** @throws UsageError for a value that cannot be */
function readOptions({ optimizer, rate, batch, classes }: Arguments['values']): LogOptions {
  return {
    ...(typeof optimizer === 'string' ? { optimizer } : {}),
    ...(typeof rate === 'string' ? { rate: checkOption('rate', () => parseRate(rate)) } : {}),
    ...(typeof batch === 'string' ? { batchSize: wholeNumber('batch', batch) } : {}),
    ...(typeof classes === 'string' ? { classes: wholeNumber('classes', classes, 2) } : {}),
  };
}

/** A place that holds no log is one entry, and so is each file or folder that holds runs. */
async function diagnosePlace(place: string, options: LogOptions): Promise<FileDiagnosis[]> {
  try {
    const logs = await openLogs(place);
    const files = [...new Set(logs.map(({ file }) => file))];
    const found: FileDiagnosis[] = [];
    for (const file of files) {
      const runs = logs.filter((log) => log.file === file);
      found.push(await diagnoseFile(files.length === 1 ? place : file, runs, options));
    }
    // In a folder there are files that only look like logs.
    const read = found.filter(({ format }) => format !== null);
    return read.length > 0 ? read : found;
  } catch (error) {
    return [{ file: place, format: null, message: (error as Error).message }];
  }
}

async function diagnoseFile(file: string, logs: readonly Log[], options: LogOptions): Promise<FileDiagnosis> {
  try {
    const runs: ParsedRun[] = [];
    for (const log of logs) runs.push(await readLog(log, options));
    return { file, format: logs[0].format, runs };
  } catch (error) {
    return { file, format: null, message: (error as Error).message };
  }
}

function toFileJson(diagnosis: FileDiagnosis, options: LogOptions): object {
  const { file } = diagnosis;
  if (diagnosis.format === null) return { file, format: 'none', message: diagnosis.message, runs: [] };
  const notices = diagnosis.runs.flatMap((run) => run.notices);
  return {
    file,
    format: diagnosis.format,
    ...(notices.length > 0 ? { message: notices.join(' ') } : {}),
    runs: diagnosis.runs.map((run) => toRunJson(run, options)),
  };
}

function toRunJson({ name, facts, losses, tracker }: ParsedRun, options: LogOptions): object {
  const { samples, first, last, min, nonFinite } = losses;
  return {
    name,
    unit: facts.unit,
    samples,
    first,
    last,
    min,
    nonFinite,
    rate: rateOf(losses, options),
    findings: tracker.findings.map(({ code: _, args: __, ...finding }) => finding),
  };
}

/** A rate that the user names comes before what the log says, as in the facts. */
function rateOf({ rate: logged }: LossStatistics, { rate }: LogOptions): LossStatistics['rate'] {
  return rate === undefined ? logged : { first: rate, last: rate };
}

function describe(diagnosis: FileDiagnosis): string {
  const { file } = diagnosis;
  if (diagnosis.format === null) return `${file}\n  not read: ${diagnosis.message}`;
  return [file, ...diagnosis.runs.flatMap(describeRun)].join('\n');
}

function describeRun({ facts, losses, tracker, notices }: ParsedRun): string[] {
  const { samples, first, last, min, nonFinite } = losses;
  const at = (point: LossStatistics['min']): string =>
    point === null ? '–' : `${formatLoss(point.loss)} at ${facts.unit} ${formatCount(point.step)}`;
  const rows = [
    ['  losses', `${formatCount(samples)}${nonFinite > 0 ? `, ${formatCount(nonFinite)} of them not finite` : ''}`],
    ['  first', at(first)],
    ['  last', at(last)],
    ['  lowest', at(min)],
    ...(facts.rate === null ? [] : [['  rate', formatRate(facts.rate)]]),
    ...(facts.optimizer === null ? [] : [['  optimizer', facts.optimizer]]),
  ];
  const advice = adviceTexts(tracker.findings, facts.unit);
  const findings = tracker.findings.flatMap((finding, index) => [
    `  ${finding.severity}: ${finding.message}`,
    ...[advice[index], reasonsText(finding)].filter(Boolean).map((line) => `    ${line}`),
  ]);
  const verdict = findings.length > 0 ? findings : ['  No problem shows in this curve.'];
  return [...alignColumns(rows), ...verdict, ...notices.map((notice) => `  note: ${notice}`)];
}
