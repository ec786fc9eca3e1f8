import { curveFeatures } from '../../../src/domain/diagnosis/curveFeatures.ts';
import type { CurveContext, CurveFeatures, RecordedRun } from '../../../src/domain/diagnosis/curveFeatures.ts';
import { HeldOutCurve } from '../../../src/domain/diagnosis/heldOutCurve.ts';
import { LossCurve } from '../../../src/domain/diagnosis/lossCurve.ts';
import { optimizerKind } from '../../../src/domain/diagnosis/optimizerKind.ts';
import type { TrueLog, TrueProgram, TrueRun } from './truth.ts';

/** A log, or the first third of one. */
export interface LogRow {
  readonly program: TrueProgram;
  readonly run: TrueRun;
  readonly log: TrueLog;
  readonly part: 'full' | 'third';
}

/** A log with its features. */
export interface Row extends LogRow {
  readonly features: CurveFeatures;
}

/** Every log of every run, whole and its first third. */
export function rowsOf(programs: readonly TrueProgram[]): Row[] {
  return programs.flatMap((program) =>
    program.runs.flatMap((run) =>
      run.logs.flatMap((log) =>
        (['full', 'third'] as const).map((part) => ({
          program,
          run,
          log,
          part,
          features: curveFeatures(recordLog(log, part === 'third' ? program.steps / 3 : Infinity), contextOf(run)),
        })),
      ),
    ),
  );
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
