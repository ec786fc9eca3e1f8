import type { RunSpec } from '../../domain/run.ts';
import { confirmationChoice } from '../../kinds/confirmation/choice.ts';
import { planExperiment } from '../../kinds/kinds.ts';
import type { TrainingChoice } from '../../kinds/sweep/choice.ts';
import { estimateSecondsOf } from '../durationEstimate.ts';
import type { AgentHost, ToolArguments, TrainingKind } from './agentTool.ts';
import { rangeTestFor, sweepFor } from './trainingTools.ts';

/** Where to confirm a range test whose result is not known yet: how long it takes is the same at any rate. */
const ANY_RATE = 0.01;

/**
 * Roughly how many seconds the built-in engine trains for a call of a tool that trains, see estimateSeconds.
 * @param workers runs at the same time
 * @throws RangeError for an argument that can't be used, which the message names
 */
export async function trainingSeconds(
  tool: 'goldilocks_find_rate' | 'goldilocks_run_sweep',
  input: ToolArguments,
  host: Pick<AgentHost, 'datasetFolder' | 'mnistFolder'>,
  workers: number,
): Promise<number> {
  const secondsOf = (kind: TrainingKind, choice: TrainingChoice): number =>
    estimateSecondsOf(
      planExperiment(kind, choice).runs.map(({ spec }) => spec as RunSpec),
      workers,
    );
  if (tool === 'goldilocks_run_sweep') return secondsOf('sweep', await sweepFor(input, host));
  const { choice, confirm } = await rangeTestFor(input, host);
  const test = secondsOf('range-test', choice);
  return confirm ? test + secondsOf('confirmation', confirmationChoice(choice, ANY_RATE)) : test;
}
