import path from 'node:path';
import { optimizerKind } from '../../../src/domain/diagnosis/optimizerKind.ts';
import { USUAL_CENTRES } from '../../../src/domain/diagnosis/usualCentres.generated.ts';
import { randomNumbers } from './fitModel.ts';
import { BASELINES } from './baselines.ts';
import { answerOf, findingsIn, latencyOf } from './detect.ts';
import { fit } from './fit.ts';
import { drawPictures, percentOf } from './pictures.ts';
import type { Rival } from './pictures.ts';
import { regenerate } from './regenerate.ts';
import { logRowsOf } from './rows.ts';
import type { LogRow } from './rows.ts';
import { calibration, causeByPrior, recallByDistance, scoreAnswers, scoreBy } from './score.ts';
import type { Answered, Share } from './score.ts';
import { reportSymptoms } from './symptoms.ts';
import { isHeldOut, readTruth } from './truth.ts';
import type { TrueProgram } from './truth.ts';
import { crossValidate } from './validate.ts';

const TRUTH = path.join(import.meta.dirname, 'truth');
const PICTURES = path.join(import.meta.dirname, '../../../docs/images');
const LABELS = path.join(import.meta.dirname, 'symptoms.json');
const SOURCE = path.join(import.meta.dirname, '../../../src/domain/diagnosis');
/** Draws of the bootstrap over programs. */
const DRAWS = 200;

function percent({ hits, all }: Share): string {
  return all === 0 ? '–' : `${((100 * hits) / all).toFixed(1)}`;
}

function distanceOf({ run, program }: LogRow): number {
  return Math.log10(run.rate) - USUAL_CENTRES[optimizerKind(program.optimizer)!];
}

/** 5th and 95th percentile of each figure when the programs are drawn again with replacement. */
function bootstrap(answered: readonly Answered[]): Record<string, string> {
  const random = randomNumbers(1);
  const names = [...new Set(answered.map(({ row }) => row.program.name))];
  const byProgram = names.map((name) => answered.filter(({ row }) => row.program.name === name));
  const draws = Array.from({ length: DRAWS }, () =>
    scoreAnswers(byProgram.flatMap(() => byProgram[Math.floor(random() * byProgram.length)])),
  );
  return Object.fromEntries(
    Object.keys(draws[0]).map((name) => {
      const values = draws.map((draw) => draw[name].hits / draw[name].all).sort((a, b) => a - b);
      const at = (share: number): string => (100 * values[Math.floor(share * (DRAWS - 1))]).toFixed(1);
      return [name, `${at(0.05)} to ${at(0.95)}`];
    }),
  );
}

/** What the product says of every log. */
function judge(rows: readonly LogRow[]): Answered[] {
  return rows.map((row) => ({ row, byPrior: causeByPrior(distanceOf(row)), answer: answerOf(findingsIn(row)) }));
}

/** Recall of both causes together, and false alarms. */
function rivalOf(name: string, table: Readonly<Record<string, Share>>): Rival {
  const [high, low] = [table['too high: recall'], table['too low: recall']];
  const recall = percentOf({ hits: high.hits + low.hits, all: high.all + low.all });
  return { name, recall, falseAlarms: percentOf(table['false alarms']) };
}

/** @returns what it and others get */
function report(programs: readonly TrueProgram[], answered: readonly Answered[], title: string): Rival[] {
  const rows = answered.map(({ row }) => row);
  const runs = programs.reduce((sum, program) => sum + program.runs.length, 0);
  console.log(`\n${title}: ${programs.length} programs, ${runs} runs, ${rows.length} logs\n`);
  const intervals = bootstrap(answered);
  const own = scoreAnswers(answered);
  const rivals = [rivalOf('Goldilocks', own)];
  for (const [name, share] of Object.entries(own)) {
    console.log(`${name.padEnd(38)} ${percent(share).padStart(6)} %   ${intervals[name].padEnd(16)} of ${share.all}`);
  }
  for (const cause of ['rate-too-high', 'rate-too-low'] as const) {
    const byDistance = Object.entries(recallByDistance(answered, cause)).map(([k, share]) => `${k}: ${percent(share)}`);
    console.log(`recall of ${cause} by decades outside of the zone   ${byDistance.join('   ')}`);
  }
  const stated = Object.entries(calibration(answered)).map(([k, share]) => `${k}: ${percent(share)} of ${share.all}`);
  console.log(`\ncalibration, how often a stated probability is right   ${stated.join('   ')}`);
  const latencies = rows
    .filter(
      ({ part, log, run }) => part === 'full' && log.habit === 'steps' && run.cause !== 'none' && run.fault === null,
    )
    .map(latencyOf)
    .filter((share) => share !== null)
    .sort((a, b) => a - b);
  const after = [0.25, 0.5, 0.75].map((q) => `${(100 * latencies[Math.floor(q * latencies.length)]).toFixed(0)}%`);
  console.log(`latency, the share of a run after which the blame stands (quartiles)   ${after.join(', ')}`);
  console.log('\nby habit of logging: recall of too high, too low, false alarms');
  for (const [habit, table] of scoreBy(answered, ({ log }) => log.habit)) {
    console.log(
      `  ${habit.padEnd(14)} ${percent(table['too high: recall'])}  ${percent(table['too low: recall'])}  ${percent(table['false alarms'])}`,
    );
  }
  console.log(
    '\nbaselines: precision and recall of too high, of too low, false alarms, faults blamed, cured after 1 and 2 reruns',
  );
  for (const [name, judge] of Object.entries(BASELINES)) {
    const table = scoreAnswers(
      rows.map((row) => ({ row, byPrior: causeByPrior(distanceOf(row)), answer: judge(row, distanceOf(row)) })),
    );
    rivals.push(rivalOf(name, table));
    const figures = [
      'too high: precision',
      'too high: recall',
      'too low: precision',
      'too low: recall',
      'false alarms',
      'faults blamed',
      'cured after 1 rerun',
      'cured after 2 reruns',
    ];
    console.log(`  ${name.padEnd(30)} ${figures.map((figure) => percent(table[figure]).padStart(6)).join(' ')}`);
  }
  return rivals;
}

async function main(options: readonly string[]): Promise<void> {
  const [command] = options;
  if (command === '--fit') return fit(TRUTH, SOURCE);
  if (command === '--regenerate') return regenerate(TRUTH, options.slice(1));
  const isLast = options.includes('--held-out');
  const programs = (await readTruth(TRUTH)).filter(({ name }) => isHeldOut(name) === isLast);
  if (command === '--symptoms') await reportSymptoms(LABELS, programs);
  else if (command === '--validate') report(programs, crossValidate(programs), 'Development programs, cross-validated');
  else {
    const answered = judge(logRowsOf(programs));
    const title = isLast ? 'Held-out programs' : 'Development programs, to which the model was fitted';
    const rivals = report(programs, answered, title);
    if (options.includes('--pictures')) await drawPictures(PICTURES, answered, rivals);
  }
}

void main(process.argv.slice(2));
