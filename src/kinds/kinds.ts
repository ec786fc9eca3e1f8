import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, ExperimentRecord } from '../domain/experiment.ts';
import { batchSizes } from './batchSizes.ts';
import { confirmation } from './confirmation.ts';
import { edge } from './edge.ts';
import type { FigureDefinition } from './figureDefinition.ts';
import type { Description, Kind, KindSummary, Plan, PlannedRun } from './kind.ts';
import { layers } from './layers.ts';
import { optimizers } from './optimizers.ts';
import { probe } from './probe.ts';
import { programSweep } from './programSweep.ts';
import { programTest } from './programTest.ts';
import { rangeTest } from './rangeTest.ts';
import { schedules } from './schedules.ts';
import { sweep } from './sweep.ts';
import { training } from './training.ts';

/** Every kind of experiment. A new kind is a new entry. */
export const KINDS = {
  sweep,
  'range-test': rangeTest,
  confirmation,
  probe,
  schedules,
  optimizers,
  'batch-sizes': batchSizes,
  layers,
  edge,
  training,
  'program-test': programTest,
  'program-sweep': programSweep,
} as const;

export type KindName = keyof typeof KINDS;

type ChoiceOf<K> = K extends { plan(choice: infer C): Plan } ? C : never;
type SummaryOf<K> = K extends { summarize(experiment: ExperimentOverview): infer Summary } ? Summary : never;

/** What a kind is planned from. */
export type Choice<N extends KindName> = ChoiceOf<(typeof KINDS)[N]>;

/** The summary of an experiment of any kind. */
export type Summary = SummaryOf<(typeof KINDS)[KindName]>;

/** Whether this build knows a kind. */
export function isKind(name: string): name is KindName {
  return Object.hasOwn(KINDS, name);
}

/** @throws RangeError as Kind.plan, and for a kind that does not exist */
export function planExperiment(kind: string, choice: unknown): Plan {
  return kindNamed(kind).plan(choice);
}

/** Whether the summary of an experiment depends on the series of its runs. */
export function needsSeries({ kind }: ExperimentRecord): boolean {
  return isKind(kind) && KINDS[kind].needsSeries;
}

export function summarize(experiment: ExperimentOverview): Summary {
  return kindOf(experiment.record).summarize(experiment) as Summary;
}

/** See Kind.next. */
export function nextRun(experiment: ExperimentOverview): PlannedRun | null {
  return kindOf(experiment.record).next?.(experiment) ?? null;
}

export function figuresOf(experiment: ExperimentOverview, summary: Summary): readonly FigureDefinition[] {
  return kindOf(experiment.record).figures(experiment, summary);
}

export function describe(experiment: ExperimentOverview, summary: Summary, isRunning: boolean): Description {
  const description = kindOf(experiment.record).describe(experiment, summary, isRunning);
  const { title = description.title } = experiment.record;
  return { ...description, title };
}

function kindOf({ kind }: ExperimentRecord): Kind<unknown, KindSummary> {
  return kindNamed(kind);
}

/** Each kind has its own types of choice and summary. TypeScript cannot know which one a name stands for, so they become unknown. */
function kindNamed(name: string): Kind<unknown, KindSummary> {
  if (!isKind(name)) {
    throw new RangeError(
      l10n.t('Unknown kind of experiment "{0}". Available: {1}.', name, Object.keys(KINDS).join(', ')),
    );
  }
  return KINDS[name];
}
