import type { ExperimentOverview } from '../../domain/experiment.ts';
import { parseRate } from '../../domain/rateList.ts';
import { describe, summarize } from '../../kinds/kinds.ts';
import type { Choice } from '../../kinds/kinds.ts';
import { confirmationChoice } from '../../kinds/confirmation/choice.ts';
import { DEFAULT_REPEATS, rangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import type { RangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import { summarizeRangeTest } from '../../kinds/rangeTest/summary.ts';
import type { SweepChoice, TrainingChoice } from '../../kinds/sweep/choice.ts';
import { confirmedJson, rangeTestJson } from '../json/rangeTestJson.ts';
import { sweepJson } from '../json/sweepJson.ts';
import { trainingShareDone } from '../progress.ts';
import { chooseSweep, chooseTraining, readRequest, RequestError } from '../trainingRequest.ts';
import type { AgentHost, AgentTool, ToolArguments, ToolCall, TrainingKind } from './agentTool.ts';

/** An experiment that was trained to its end. */
interface Trained {
  readonly folder: string;
  readonly overview: ExperimentOverview;
  readonly seconds: number;
}

/** Trains the built-in network at several rates; answers as `goldilocks sweep --json` does. */
export const runSweep: AgentTool = async (input, host, call) => {
  const choice = await sweepFor(input, host);
  const { overview, folder, seconds } = await train('sweep', choice, host, call);
  return { ...about(overview), ...sweepJson(overview, folder, seconds) };
};

/** Tests a range of rates, and confirms the suggestion by short runs; answers as `goldilocks find --json` does, without the curves. */
export const findRate: AgentTool = async (input, host, call) => {
  const { choice, confirm } = await rangeTestFor(input, host);
  const test = await train('range-test', choice, host, within(call, 0, confirm ? 1 / 2 : 1));
  const { suggestion } = summarizeRangeTest(test.overview);
  if (!confirm || !suggestion)
    return { ...about(test.overview), ...withoutCurves(rangeTestJson(test.overview, test.folder, test.seconds)) };
  const short = confirmationChoice(choice, suggestion.rate);
  const confirmation = await train('confirmation', short, host, within(call, 1 / 2, 1));
  const seconds = test.seconds + confirmation.seconds;
  return {
    ...about(test.overview),
    ...withoutCurves(confirmedJson(test.overview, confirmation.overview, test.folder, seconds)),
  };
};

/** Where the images to train on are. */
type Images = Pick<AgentHost, 'datasetFolder' | 'mnistFolder'>;

/**
 * What a call of the sweep tool trains.
 * @throws RangeError for an argument that can't be used, which the message names
 */
export async function sweepFor(input: ToolArguments, host: Images): Promise<SweepChoice> {
  return namingArgument(async () => chooseSweep(readRequest({ ...images(host), ...input }), host.mnistFolder));
}

/** As sweepFor, of the finder. */
export async function rangeTestFor(
  input: ToolArguments,
  host: Images,
): Promise<{ readonly choice: RangeTestChoice; readonly confirm: boolean }> {
  const { from, to, steps, confirm = true, ...request } = input as ToolArguments & { readonly confirm?: boolean };
  const range = { ...rateArgument({ from }), ...rateArgument({ to }), ...(typeof steps === 'number' && { steps }) };
  const choice = await namingArgument(async () =>
    rangeTestChoice(
      await chooseTraining(
        { seeds: DEFAULT_REPEATS, ...readRequest({ ...images(host), ...request }), name: 'range-test' },
        host.mnistFolder,
      ),
      range,
    ),
  );
  return { choice, confirm };
}

/** What was trained, and how far the answer holds: a model must not take it for the truth about the user's program. */
function about(overview: ExperimentOverview): object {
  const { subject, caveat } = describe(overview, summarize(overview), false);
  return { subject, caveat };
}

/** The points are many, and in the experiment's folder. */
function withoutCurves(document: object): object {
  const { repeats: _, ...rest } = document as { readonly repeats: unknown };
  return rest;
}

function images({ datasetFolder }: Images): { readonly dataset?: string } {
  const dataset = datasetFolder();
  return dataset === null ? {} : { dataset };
}

/** @throws RangeError if the rate is none; the message names the argument */
function rateArgument(argument: Readonly<Record<string, unknown>>): Record<string, number> {
  const [[name, value]] = Object.entries(argument);
  if (typeof value !== 'number') return {};
  try {
    return { [name]: parseRate(String(value)) };
  } catch (error) {
    throw new RangeError(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

/** Adds the name of the argument to the message about its value. */
async function namingArgument<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RequestError) throw new RangeError(`${error.field}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The progress of a part of a call. */
function within(call: ToolCall, from: number, to: number): ToolCall {
  return { signal: call.signal, onProgress: (share) => call.onProgress(from + share * (to - from)) };
}

/**
 * Trains an experiment to its end. If the call is cancelled, the experiment is too; what was trained is kept.
 * @throws the reason of the signal once it is aborted
 */
async function train<K extends TrainingKind>(
  kind: K,
  choice: Choice<K> & TrainingChoice,
  { library, start }: AgentHost,
  { signal, onProgress }: ToolCall,
): Promise<Trained> {
  signal.throwIfAborted();
  const started = performance.now();
  const folder = await start(kind, choice);
  const active = library.activeIn(folder);
  if (active) {
    const onRun = (changed: string): void => {
      if (changed === folder) onProgress(trainingShareDone(active.training.runs));
    };
    const cancel = (): void => active.cancel();
    library.on('run', onRun);
    signal.addEventListener('abort', cancel);
    try {
      if (signal.aborted) cancel();
      await active.ended;
    } finally {
      library.off('run', onRun);
      signal.removeEventListener('abort', cancel);
    }
  }
  signal.throwIfAborted();
  const { overview, problem } = await library.entry(folder);
  if (problem !== null) throw new Error(problem);
  return { folder, overview, seconds: (performance.now() - started) / 1000 };
}
