import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { groupBy } from '../../../src/charts/groupBy.ts';
import { scoreOf } from '../../../src/domain/score.ts';
import { outwardSweep } from '../finder/outwardSweep.ts';
import type { RateResult, OutwardSweep } from '../finder/outwardSweep.ts';
import { printedLosses, programFile, sourceAt } from './programs.ts';
import type { BenchProgram } from './programs.ts';
import type { PythonTrainer } from './pythonTrainer.ts';

/** The full sweep of a program with its own seed. */
export interface ProgramSweep extends OutwardSweep {
  readonly program: string;
}

const FILE = path.join(__dirname, 'truth.jsonl');

/** The sweeps that are known of each program, by its name. */
export async function readTruth(): Promise<ReadonlyMap<string, readonly ProgramSweep[]>> {
  const text = await readFile(FILE, 'utf8').catch(() => '');
  const sweeps = text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as ProgramSweep)));
  return groupBy(sweeps, ({ program }) => program);
}

/** Trains the sweep of a program, each rate written into its text, and adds it to the file. */
export async function addTruth(program: BenchProgram, trainer: PythonTrainer): Promise<ProgramSweep> {
  const file = programFile(program);
  const sweep = await outwardSweep(program.optimizer, async (rate) =>
    resultOf(printedLosses(program, await trainer.run(file, await sourceAt(program, rate)))),
  );
  const known = { program: program.name, ...sweep };
  await appendFile(FILE, `${JSON.stringify(known)}\n`);
  return known;
}

/** What the losses that a run printed amount to; the first one is taken for that of the untrained model. */
export function resultOf(losses: readonly number[]): RateResult {
  return { initial: losses[0], score: scoreOf(Float64Array.from(losses), false) };
}
