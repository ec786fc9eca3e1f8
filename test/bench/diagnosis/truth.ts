import { createHash } from 'node:crypto';
import { fromJsonNumber } from './jsonNumber.ts';
import { packedFiles, readPacked } from './packedJson.ts';

/** What is true of a run: what its program's own zone says of its rate, or that its loss says nothing of it. */
export type TrueCause = 'none' | 'rate-too-high' | 'rate-too-low' | 'not-the-rate' | 'undetermined';

/** A log as a program would have written it. */
export interface TrueLog {
  /** How it was logged: "steps", "epoch-mean", … */
  readonly habit: string;
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  /** By row; empty where the program does not log it. */
  readonly rates: readonly number[];
  /** By row; NaN where there is none. */
  readonly norms: readonly number[];
  readonly held: readonly { readonly step: number; readonly loss: number }[];
}

export interface TrueRun {
  readonly program: TrueProgram;
  readonly rate: number;
  readonly seed: number;
  readonly fault: string | null;
  readonly cause: TrueCause;
  /** Decades outside the zone; 0 inside. */
  readonly decades: number;
  /** Within a quarter decade outside of the zone. */
  readonly isBorderline: boolean;
  /** The run's own score and the zone do not agree, or a fault that another rate mends. */
  readonly isDoubtful: boolean;
  readonly score: number;
  readonly logs: readonly TrueLog[];
}

export interface TrueZone {
  readonly seed: number;
  readonly low: number;
  readonly best: number;
  readonly high: number;
  readonly limit: number;
}

export interface TrueProgram {
  readonly name: string;
  /** As a user would name it to the command line: "momentum" for SGD with momentum. */
  readonly optimizer: string;
  readonly batch: number;
  readonly steps: number;
  readonly classes: number | null;
  readonly kind: string;
  readonly schedule: string;
  readonly zones: readonly TrueZone[];
  readonly runs: readonly TrueRun[];
}

/** Programs that were made after the first round's held-out programs had been looked at; those have joined the others since. */
const SECOND_ROUND = /^(keras|engine)-|^drawn-(6[89]|[7-9]\d|\d{3})-/;

/** Whether a program is one of the third of its round that no fit and no choice may look at. */
export function isHeldOut(name: string): boolean {
  return SECOND_ROUND.test(name) && createHash('sha256').update(name).digest()[0] % 3 === 0;
}

/** The programs that generator/summarize.py described and that were packed into this folder, by name. */
export async function readTruth(folder: string): Promise<TrueProgram[]> {
  return Promise.all((await packedFiles(folder)).map(readProgram));
}

interface StoredLog {
  readonly habit: string;
  readonly steps: readonly [first: number, stride: number];
  readonly loss: readonly (number | string)[];
  readonly norm?: readonly (number | string)[];
}

interface StoredRun {
  readonly rate: number;
  readonly decades: number;
  readonly seed: number;
  readonly cause: TrueCause;
  readonly fault?: string;
  readonly borderline?: true;
  readonly doubt?: true;
  readonly ratesLogged?: true;
  readonly score: number | string;
  readonly logs: readonly StoredLog[];
  readonly held?: readonly [steps: readonly number[], losses: readonly (number | string)[]];
}

interface StoredProgram extends Omit<TrueProgram, 'name' | 'runs'> {
  readonly program: string;
  readonly momentum: number;
  readonly factors: readonly number[] | null;
  readonly restarts: readonly number[] | null;
  readonly runs: readonly StoredRun[];
}

async function readProgram(file: string): Promise<TrueProgram> {
  const stored = (await readPacked(file)) as StoredProgram;
  const { program: name, optimizer, momentum, batch, steps, classes, kind, schedule, zones } = stored;
  const runs: TrueRun[] = [];
  const program: TrueProgram = {
    name,
    optimizer: momentum > 0 ? 'momentum' : optimizer,
    batch,
    steps,
    classes,
    kind,
    schedule,
    zones,
    runs,
  };
  for (const run of stored.runs) {
    const factors = run.fault === 'warm restart' ? stored.restarts : stored.factors;
    runs.push({
      program,
      rate: run.rate,
      seed: run.seed,
      fault: run.fault ?? null,
      cause: run.cause,
      decades: run.decades,
      isBorderline: run.borderline === true,
      isDoubtful: run.doubt === true,
      score: fromJsonNumber(run.score),
      logs: run.logs.map((log) => readLog(log, run, steps, factors)),
    });
  }
  return program;
}

function readLog(
  { habit, steps: [first, stride], loss, norm }: StoredLog,
  run: StoredRun,
  total: number,
  factors: readonly number[] | null,
): TrueLog {
  const rows = loss.map((_, index) => first + index * stride);
  const spacing = Math.max(1, Math.floor(loss.length / 60));
  return {
    habit,
    steps: rows,
    losses: loss.map(fromJsonNumber),
    rates:
      factors && run.ratesLogged
        ? rows.map(
            (step) =>
              run.rate * factors[Math.min(factors.length - 1, Math.floor(((step - 1) * (factors.length - 1)) / total))],
          )
        : [],
    norms: rows.map((_, index) =>
      norm && index % spacing === 0 ? fromJsonNumber(norm[index / spacing] ?? 'NaN') : NaN,
    ),
    held: run.held ? run.held[0].map((step, index) => ({ step, loss: fromJsonNumber(run.held![1][index]) })) : [],
  };
}
