import type { EpochSummary, Sample } from '../domain/run.ts';
import type { ExperimentFolder } from '../store/experimentFolder.ts';
import { deleteFile } from '../store/files.ts';
import { CheckpointError, type CheckpointOrigin, readCheckpoint } from '../training/checkpoint.ts';

/** What a run that was cut short had come to at a checkpoint, from which it goes on. */
export interface RunHistory {
  /** The attempt that left the checkpoint. */
  readonly attempt: number;
  readonly step: number;
  readonly checkpointFile: string;
  readonly samples: readonly Sample[];
  readonly epochs: readonly EpochSummary[];
}

/** How a run that was cut short is taken up again. */
export interface Resumption {
  /** Null if it starts again from its beginning. */
  readonly from: RunHistory | null;
  /** Why not from the newest checkpoint, in a sentence; null if it is that one, or there was none. */
  readonly problem: string | null;
}

/** Finds the newest checkpoint of a run that it can go on from. */
export async function findResumption(
  experiment: ExperimentFolder,
  index: number,
  origin: CheckpointOrigin,
): Promise<Resumption> {
  let problem: string | null = null;
  for (const { number: attempt, checkpointFile } of await experiment.attempts(index)) {
    try {
      const state = await readCheckpoint(checkpointFile, origin);
      if (!state) continue;
      const { step, epochs } = state;
      const samples = await experiment.samplesUntil(index, { attempt, step });
      requireWhole(samples, step, checkpointFile);
      return { from: { attempt, step, checkpointFile, samples, epochs }, problem };
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      problem ??= error.message;
    }
  }
  return { from: null, problem };
}

/** Deletes the checkpoints of a run that needs them no more. */
export async function deleteCheckpoints(experiment: ExperimentFolder, index: number): Promise<void> {
  for (const { checkpointFile } of await experiment.attempts(index)) await deleteFile(checkpointFile);
}

/** A curve with a hole would be judged as if it had none. */
function requireWhole(samples: readonly Sample[], step: number, file: string): void {
  const steps = new Set(samples.flatMap((sample) => (sample.loss === undefined ? [] : sample.step)));
  if (steps.size !== step + 1)
    throw new CheckpointError(`The measurements that belong to the checkpoint ${file} are not complete.`);
}
