import { displayOptimizer } from './optimizer.ts';
import type { EngineName, RunResult, RunSpec, RunState } from './run.ts';
import { displayExtras } from './runExtras.ts';
import { displaySchedule } from './schedule.ts';

/** What a user starts. Further kinds (range test, schedule comparison, …) join this list. */
export type ExperimentKind = 'sweep';

/** An engine, and the variant of it that decides the last bits of the results. */
export interface EngineVariant {
  readonly name: EngineName;
  readonly build: string;
}

/** experiment.json: what was asked for. Written once, before the first run starts. */
export interface ExperimentRecord {
  /** Version of the folder's format. */
  readonly format: 1;
  readonly kind: ExperimentKind;
  /** For people, for example the preset's name. */
  readonly name: string;
  /** The preset that was run, with what its article published; null for a sweep of one's own. */
  readonly preset: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly subject: 'built-in' | 'program';
  /** The specs of all runs, in the order of their indices. */
  readonly specs: readonly RunSpec[];
  /** Where in source code the experiment was started from, if anywhere. */
  readonly site: null;
  readonly engine: EngineVariant;
  /** With which each run was trained, too, to compare the two; absent where one engine was enough. */
  readonly secondEngine?: EngineVariant;
  readonly versions: Readonly<Record<string, string>>;
}

/** One run of an experiment: what was asked, where it stands, and how it ended once it has. */
export interface RunOverview {
  readonly index: number;
  readonly spec: RunSpec;
  readonly state: RunState;
  /** Whether another window or machine works on it: it can be watched here, but neither cancelled nor resumed. */
  readonly elsewhere: boolean;
  readonly result: RunResult | null;
}

/** An experiment with everything that lists, reports and panels show of it. */
export interface ExperimentOverview {
  readonly record: ExperimentRecord;
  readonly runs: readonly RunOverview[];
}

/** The engines of an experiment with their builds, for example "wasm simd". */
export function describeEngines({ engine, secondEngine }: ExperimentRecord): string {
  return [engine, ...(secondEngine ? [secondEngine] : [])].map(({ name, build }) => `${name} ${build}`).join(' and ');
}

/** "the MNIST CNN with Adam, batch 64, schedule cosine": names a result of the built-in networks as what it is. */
export function describeSubject(spec: RunSpec): string {
  const { network, dataset, optimizer, batchSize, schedule } = spec;
  const kind = network.blocks.length > 0 ? 'CNN' : network.hidden.length > 0 ? 'MLP' : 'logistic regression';
  return [
    `the ${dataset.name} ${kind} with ${displayOptimizer(optimizer)}`,
    ...(network.loss === 'squared' ? ['squared loss'] : []),
    `batch ${batchSize}`,
    ...(schedule ? [`schedule ${displaySchedule(schedule)}`] : []),
    ...displayExtras(spec),
  ].join(', ');
}
