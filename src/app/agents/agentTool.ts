import type { ProgramReport } from '../../code/programReport.ts';
import type { FoundProblem } from '../../code/rules/checkRates.ts';
import type { Source } from '../../code/source.ts';
import type { Choice, KindName } from '../../kinds/kinds.ts';
import type { TrainingChoice } from '../../kinds/sweep/choice.ts';
import type { ExperimentLibrary } from '../experimentLibrary.ts';
import type { NotRead } from '../readSource.ts';

/** Arguments of a tool that fit its schema in the manifest; a tool names the type that they have by it. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** What the editor or the MCP server gives to tools. */
export interface AgentHost {
  /** Reads experiments and trains new ones. */
  readonly library: ExperimentLibrary;
  /** Folder of the MNIST images that ship with Goldilocks. */
  readonly mnistFolder: string;
  /** Absolute path of a folder of IDX files to train on; null for MNIST. */
  readonly datasetFolder: () => string | null;
  /**
   * The absolute path of a file or folder that may be read.
   * @throws RangeError with a sentence if there is none, or it may not be read
   */
  resolve(given: string): Promise<string>;
  /** The source in a file, as the user sees it. */
  readSource(file: string): Promise<Source | NotRead>;
  findRates(source: Source, signal: AbortSignal): Promise<ProgramReport>;
  findProblems(report: ProgramReport, source: Source): Promise<readonly FoundProblem[]>;
  /** What the settings for a file say about rules, by rule; null if they exclude the file. */
  ruleSettings(file: string): Promise<Readonly<Record<string, unknown>> | null>;
  /**
   * Starts an experiment.
   * @returns its folder
   */
  readonly start: <K extends TrainingKind>(kind: K, choice: Choice<K> & TrainingChoice) => Promise<string>;
}

/** The kinds of experiments that tools start. */
export type TrainingKind = Extract<KindName, 'sweep' | 'range-test' | 'confirmation'>;

/** One call of a tool. */
export interface ToolCall {
  /** Aborted when whoever called no longer waits. */
  readonly signal: AbortSignal;
  /**
   * Called while the tool works.
   * @param share of its work that is done, 0..1; it never falls
   */
  readonly onProgress: (share: number) => void;
}

/**
 * Does what a tool promises.
 * @returns a document for toJson
 * @throws Error with a sentence that says what is wrong and what to do
 */
export type AgentTool = (input: ToolArguments, host: AgentHost, call: ToolCall) => Promise<object>;
