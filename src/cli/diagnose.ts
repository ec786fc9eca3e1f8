import { diagnoseLogs } from '../app/diagnoseLogs.ts';
import type { FileDiagnosis } from '../app/diagnoseLogs.ts';
import { diagnosisJson } from '../app/json/diagnosisJson.ts';
import { formatCount, formatLoss, formatStep } from '../domain/format.ts';
import { toJson } from '../domain/json.ts';
import { formatRate } from '../domain/rate.ts';
import { parseRate } from '../domain/rateList.ts';
import { reasonsText } from '../domain/reasonText.ts';
import { adviceTexts } from '../domain/remedyText.ts';
import type { LogOptions } from '../logs/logOptions.ts';
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
  loss: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `goldilocks diagnose`: reads training logs and says what is wrong with their curves. */
export const diagnose: Command = {
  name: 'diagnose',
  summary: 'report problems in the loss curves of training logs',
  help: `Usage: goldilocks diagnose FILE|FOLDER… [options]

Reads training logs (TensorBoard, W&B, SwanLab, MLflow, trackio, tables, JSON,
notebooks, console output; for a folder, all logs in it) and says what is wrong
with the loss (NaN, exploding, diverging, oscillating, stuck, slow, plateau,
spike, overfitting), whether the learning rate is to blame, and which rate to
try. The answer is more accurate if you give the rate and the optimizer.

  --optimizer NAME  the optimizer that was used, if the log does not say
  --rate RATE       the learning rate
  --batch N         the batch size
  --classes N       the number of classes
  --loss NAME       the column to read as the training loss
  --json            print one JSON document instead of text

The options apply to all logs. Exit code: 0 all files were read, 1 one of
them was not, 2 wrong arguments.`,

  async run(args, { stdout }) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length === 0) throw new UsageError('Specify the logs to read: goldilocks diagnose metrics.csv');
    const options = readOptions(values);
    const files: FileDiagnosis[] = [];
    for (const file of positionals) files.push(...(await diagnoseLogs(file, options)));
    stdout.write(
      values.json === true
        ? `${toJson({ files: files.map((file) => diagnosisJson(file, options)) }, 2)}\n`
        : `${files.map(describe).join('\n\n')}\n`,
    );
    return files.some(({ format }) => format === null) ? EXIT.failed : EXIT.done;
  },
};

/** @throws UsageError for a value that cannot be */
function readOptions({ optimizer, rate, batch, classes, loss }: Arguments['values']): LogOptions {
  return {
    ...(typeof optimizer === 'string' ? { optimizer } : {}),
    ...(typeof rate === 'string' ? { rate: checkOption('rate', () => parseRate(rate)) } : {}),
    ...(typeof batch === 'string' ? { batchSize: wholeNumber('batch', batch) } : {}),
    ...(typeof classes === 'string' ? { classes: wholeNumber('classes', classes, 2) } : {}),
    ...(typeof loss === 'string' ? { columns: { loss } } : {}),
  };
}

function describe(diagnosis: FileDiagnosis): string {
  const { file } = diagnosis;
  if (diagnosis.format === null) return `${file}\n  not read: ${diagnosis.message}`;
  return [file, ...diagnosis.runs.flatMap(describeRun)].join('\n');
}

function describeRun({ facts, losses, tracker, notices }: ParsedRun): string[] {
  const { samples, first, last, min, nonFinite } = losses;
  const at = (point: LossStatistics['min']): string =>
    point === null ? '–' : `${formatLoss(point.loss)} at ${facts.unit} ${formatStep(point.step)}`;
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
  const unknown =
    samples === 0 ? '  This log has only validation losses: nothing can be said about the training loss.' : null;
  const verdict = findings.length > 0 ? findings : [unknown ?? '  No problem shows in this curve.'];
  return [...alignColumns(rows), ...verdict, ...notices.map((notice) => `  note: ${notice}`)];
}
