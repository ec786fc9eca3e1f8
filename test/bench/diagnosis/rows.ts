import { curveFeatures } from '../../../src/domain/diagnosis/curveFeatures.ts';
import type { CurveContext, CurveFeatures, RecordedRun } from '../../../src/domain/diagnosis/curveFeatures.ts';
import { HeldOutCurve } from '../../../src/domain/diagnosis/heldOutCurve.ts';
import { LossCurve } from '../../../src/domain/diagnosis/lossCurve.ts';
import { optimizerKind } from '../../../src/domain/diagnosis/optimizerKind.ts';
import type { TrueLog, TrueProgram, TrueRun } from './truth.ts';

/** Shares of a run: the whole, what a user watches, and what a probe trains. */
export const PARTS = { full: 1, third: 1 / 3, fifth: 0.2 } as const;

/** A log, or the beginning of one. */
export interface LogRow {
  readonly program: TrueProgram;
  readonly run: TrueRun;
  readonly log: TrueLog;
  readonly part: keyof typeof PARTS;
}

/** A log with its features. */
export interface Row extends LogRow {
  readonly features: CurveFeatures;
}

/** Every log of every run, whole and its first third; the first fifth of those that log evenly, as a probe does. */
export function logRowsOf(programs: readonly TrueProgram[]): LogRow[] {
  return programs.flatMap((program) =>
    program.runs.flatMap((run) =>
      run.logs.flatMap((log) =>
        (['full', 'third', 'fifth'] as const)
          .filter((part) => part !== 'fifth' || log.habit === 'steps')
          .map((part) => ({ program, run, log, part })),
      ),
    ),
  );
}

export function rowsOf(programs: readonly TrueProgram[]): Row[] {
  return logRowsOf(programs).map((row) => ({
    ...row,
    features: curveFeatures(recordLog(row.log, lastStepOf(row)), contextOf(row.run)),
  }));
}

/** The last step of a row's part. */
export function lastStepOf({ program, part }: LogRow): number {
  return part === 'full' ? Infinity : PARTS[part] * program.steps;
}

export function contextOf({ rate, program }: TrueRun): CurveContext {
  return {
    rate,
    optimizer: optimizerKind(program.optimizer),
    batchSize: program.batch,
    classes: program.classes,
    baseline: null,
  };
}

/** A log as the detector would have recorded it by a step. */
export function recordLog({ steps, losses, rates, norms, held }: TrueLog, until: number): RecordedRun {
  const curve = new LossCurve();
  const heldCurve = new HeldOutCurve();
  let nonFinite = 0;
  let firstNonFinite: number | null = null;
  let isBroken = false;
  let rows = 0;
  for (let index = 0; index < steps.length && steps[index] <= until; index++, rows++) {
    isBroken = !Number.isFinite(losses[index]) || Math.abs(losses[index]) > 1e30;
    if (isBroken) {
      nonFinite++;
      firstNonFinite ??= index;
    } else curve.add({ step: steps[index], loss: losses[index], rate: rates[index], norm: norms[index] });
  }
  for (const { step, loss } of held) if (step <= until && Number.isFinite(loss)) heldCurve.add(step, loss);
  return { curve, held: heldCurve, nonFinite, firstNonFinite, isBroken };
}
