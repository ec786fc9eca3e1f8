import * as l10n from '@vscode/l10n';
import type { EpochSummary } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import type { Attempt } from '../store/attempt.ts';
import type { ExperimentFolder } from '../store/experimentFolder.ts';
import { deleteFile } from '../store/files.ts';
import type { CheckpointOrigin } from '../training/checkpoint.ts';
import { readCheckpoint } from '../training/checkpoint.ts';

/** A checkpoint that an interrupted run can continue from, with what was measured up to it. */
export interface ResumePoint {
  /** The attempt that left the checkpoint. */
  readonly attempt: number;
  readonly step: number;
  readonly checkpointFile: string;
  readonly samples: readonly Sample[];
  readonly epochs: readonly EpochSummary[];
}

/** How an interrupted run is resumed. */
export interface ResumePlan {
  /** Null if it starts over. */
  readonly from: ResumePoint | null;
  /** Why it does not continue from the newest checkpoint, in a sentence; null if it does, or there was none. */
  readonly problem: string | null;
}

/**
 * Finds the newest checkpoint that a run can continue from. Skips checkpoints that are damaged or whose measurements are. Call it for
 * one run at a time: a checkpoint may be large and is read completely.
 */
export async function planResume(
  experiment: ExperimentFolder,
  index: number,
  origin: CheckpointOrigin,
): Promise<ResumePlan> {
  let problem: string | null = null;
  for (const attempt of await experiment.attempts(index)) {
    try {
      const resumePoint = await resumePointOf(experiment, index, attempt, origin);
      if (resumePoint) return { from: resumePoint, problem };
    } catch (error) {
      problem ??= (error as Error).message;
    }
  }
  return { from: null, problem };
}

/** Deletes the checkpoints of a run that no longer needs them. */
export async function deleteCheckpoints(experiment: ExperimentFolder, index: number): Promise<void> {
  for (const { checkpointFile } of await experiment.attempts(index)) await deleteFile(checkpointFile);
}

/**
 * @returns null if the attempt left no checkpoint
 * @throws Error with a sentence if it left one that cannot be used
 */
async function resumePointOf(
  experiment: ExperimentFolder,
  index: number,
  { number: attempt, checkpointFile }: Attempt,
  origin: CheckpointOrigin,
): Promise<ResumePoint | null> {
  const state = await readCheckpoint(checkpointFile, origin);
  if (!state) return null;
  const { step, epochs } = state;
  const samples = await experiment.samplesUntil(index, { attempt, step }).catch((error: Error) => {
    throw new Error(
      l10n.t('The measurements that belong to the checkpoint {0} cannot be read: {1}.', checkpointFile, error.message),
    );
  });
  // A curve with a gap would be judged as if it had none.
  const steps = new Set(samples.flatMap((sample) => (sample.loss === undefined ? [] : sample.step)));
  if (steps.size !== step + 1) {
    throw new Error(l10n.t('The measurements that belong to the checkpoint {0} are not complete.', checkpointFile));
  }
  return { attempt, step, checkpointFile, samples, epochs };
}
