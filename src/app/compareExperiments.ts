import * as l10n from '@vscode/l10n';
import type { RunOverview } from '../domain/experiment.ts';
import { firstNonFinite } from '../domain/series.ts';
import { thinSeries } from '../domain/thinning.ts';
import { formatDuration, formatLoss, formatShare } from '../domain/format.ts';
import { formatRange } from '../domain/rateExpectation.ts';
import { formatRate } from '../domain/rate.ts';
import { median } from '../domain/score.ts';
import type { VariantValues } from '../domain/variant.ts';
import { KINDS } from '../kinds/kinds.ts';
import type { KindName, Summary } from '../kinds/kinds.ts';
import type { GroupSummary } from '../kinds/sweep/groupSummary.ts';
import type {
  ComparedExperiment,
  ExperimentComparison,
  LossCurve,
  ScoreLine,
} from '../protocol/experimentComparison.ts';
import type { ExperimentEntry } from './experimentEntry.ts';
import { outcomeText } from './sites/resultText.ts';

type ShownEntry = Extract<ExperimentEntry, { problem: null }>;

/** So many rates are listed one by one. */
const MAX_LISTED = 3;
/** Of a curve: more than its picture has columns for. */
const MAX_POINTS = 800;

interface Column {
  readonly title: string;
  readonly read: (entry: ShownEntry) => string;
}

/**
 * Experiments side by side: in a table of the columns in which any of them has something, and their losses against the rate; runs of
 * other programs step by step, as far as the entries have their series.
 */
export function compareExperiments(entries: readonly ExperimentEntry[]): ExperimentComparison {
  const shown = entries.filter((entry): entry is ShownEntry => entry.problem === null);
  const trainings = shown
    .filter(({ overview }) => overview.record.kind === 'training')
    .sort((a, b) => a.overview.record.createdAt.localeCompare(b.overview.record.createdAt));
  const columns = allColumns().filter(({ read }) => shown.some((entry) => read(entry) !== ''));
  return {
    columns: columns.map(({ title }) => title),
    experiments: shown.map((entry): ComparedExperiment => ({
      folder: entry.folder,
      cells: columns.map(({ read }) => read(entry)),
    })),
    lines: shown.flatMap(linesOf),
    curves: trainings.flatMap(curvesOf),
    outcome: outcomeOf(trainings),
    problems: entries.flatMap(({ problem }) => problem ?? []),
  };
}

function allColumns(): Column[] {
  return [
    { title: l10n.t('experiment'), read: titleOf },
    { title: l10n.t('kind'), read: ({ overview }) => KINDS[overview.record.kind as KindName].plural() },
    { title: l10n.t('learning rate'), read: ({ overview }) => ratesText(overview.runs) },
    { title: l10n.t('optimizer'), read: ({ overview }) => distinct(overview.runs, ({ facts }) => facts.optimizer) },
    { title: l10n.t('batch size'), read: ({ overview }) => distinct(overview.runs, ({ facts }) => facts.batchSize) },
    { title: l10n.t('Goldilocks zone'), read: ({ summary }) => ofGroups(summary, zoneText) },
    { title: l10n.t('suggested rate'), read: ({ summary }) => suggestionText(summary) },
    { title: l10n.t('lowest final loss'), read: ({ overview }) => lowestLoss(overview.runs) },
    { title: l10n.t('best test accuracy'), read: ({ overview }) => bestAccuracy(overview.runs) },
    { title: l10n.t('training time'), read: ({ overview }) => trainingTime(overview.runs) },
    { title: l10n.t('note'), read: ({ overview }) => overview.record.note ?? '' },
  ];
}

/** A star stands before the title of an experiment that the user has starred, as in lists. */
function titleOf({ overview, description: { title } }: ShownEntry): string {
  return overview.record.starred ? `★ ${title}` : title;
}

function distinct(runs: readonly RunOverview[], read: (run: RunOverview) => string | number | null): string {
  return [...new Set(runs.flatMap((run) => read(run) ?? []))].join(', ');
}

/** The rates of all runs: each where there are few, otherwise the lowest and the highest. */
function ratesText(runs: readonly RunOverview[]): string {
  const rates = [...new Set(runs.flatMap(({ facts }) => facts.rate ?? []))].sort((a, b) => a - b);
  return rates.length > MAX_LISTED
    ? formatRange([rates[0], rates[rates.length - 1]])
    : rates.map(formatRate).join(', ');
}

/** What each group has, named where there are several; empty for kinds without groups. */
function ofGroups(summary: Summary, read: (group: GroupSummary) => string): string {
  const groups = groupsOf(summary);
  const texts = groups.flatMap((group) => {
    const [name, text] = [groupName(group, groups), read(group)];
    if (text === '') return [];
    return [name === '' ? text : l10n.t('{0}: {1}', name, text)];
  });
  return texts.join('; ');
}

function groupsOf(summary: Summary): readonly GroupSummary[] {
  return 'groups' in summary ? summary.groups : [];
}

/** What tells a group from the others of its experiment; empty for the only one. */
function groupName(group: GroupSummary, groups: readonly GroupSummary[]): string {
  const valuesOf = ({ variants }: GroupSummary): VariantValues => variants[0]?.values ?? {};
  const names = (['optimizer', 'batchSize', 'engine'] as const).filter(
    (name) => new Set(groups.map((each) => valuesOf(each)[name])).size > 1,
  );
  return names
    .map((name) => String(valuesOf(group)[name] ?? ''))
    .filter(Boolean)
    .join(' ');
}

function zoneText({ zone }: GroupSummary): string {
  if (!zone) return '';
  return zone.low === zone.high ? formatRate(zone.low) : formatRange([zone.low, zone.high]);
}

function suggestionText(summary: Summary): string {
  if (summary.kind === 'range-test' || summary.kind === 'program-test')
    return summary.suggestion ? formatRate(summary.suggestion.rate) : '';
  return ofGroups(summary, ({ suggestion }) => (suggestion ? formatRate(suggestion.rate) : ''));
}

function lowestLoss(runs: readonly RunOverview[]): string {
  const scores = runs.flatMap(({ result }) => result?.score ?? []).filter(Number.isFinite);
  return scores.length > 0 ? formatLoss(Math.min(...scores)) : '';
}

function bestAccuracy(runs: readonly RunOverview[]): string {
  const accuracies = runs.flatMap(({ result }) => result?.epochs.at(-1)?.accuracy ?? []);
  return accuracies.length > 0 ? formatShare(Math.max(...accuracies)) : '';
}

/** Of all runs together, as if they were trained one after the other. */
function trainingTime(runs: readonly RunOverview[]): string {
  const seconds = runs.flatMap(({ result }) => result?.epochs ?? []).reduce((sum, epoch) => sum + epoch.seconds, 0);
  return seconds > 0 ? formatDuration(seconds) : '';
}

/** A line needs two rates. */
function linesOf(entry: ShownEntry): ScoreLine[] {
  const groups = groupsOf(entry.summary);
  return groups.flatMap((group): ScoreLine[] => {
    const points = group.outcomes.map(({ rate, scores }) => ({ rate, loss: finite(median(scores)) }));
    const name = groupName(group, groups);
    const label = name === '' ? titleOf(entry) : l10n.t('{0}: {1}', titleOf(entry), name);
    return points.length < 2
      ? []
      : [{ label, points, zone: group.zone && { low: group.zone.low, high: group.zone.high } }];
  });
}

function curvesOf(entry: ShownEntry): LossCurve[] {
  const { runs, variants } = entry.overview;
  return runs.flatMap((run): LossCurve[] => {
    const loss = run.result?.series.loss;
    if (!loss || loss.steps.length < 2) return [];
    const { rate, unit } = run.facts;
    const name = rate === null ? titleOf(entry) : l10n.t('{0} at {1}', titleOf(entry), formatRate(rate));
    const variant = variants.find(({ id }) => id === run.variant);
    const label = runs.length > 1 && variant ? l10n.t('{0}: {1}', name, variant.label) : name;
    const brokenAt = firstNonFinite(loss)?.step ?? null;
    const { steps, values } = thinSeries(loss, MAX_POINTS);
    const points = Array.from(steps, (step, index) => ({ step, loss: values[index] }));
    return [{ label, unit, points: points.filter(({ step }) => brokenAt === null || step < brokenAt), brokenAt }];
  });
}

/** "0.1 exploded at step 40; 0.003 is healthy, loss 0.21." Null where there are not several runs with a rate and a finding. */
function outcomeOf(trainings: readonly ShownEntry[]): string | null {
  const outcomes = trainings
    .flatMap(({ overview }) => overview.runs)
    .flatMap(({ facts, result }) =>
      result && facts.rate !== null
        ? (outcomeText(formatRate(facts.rate), result.findings, result.score, facts.unit) ?? [])
        : [],
    );
  return outcomes.length < 2 ? null : l10n.t('{0}.', outcomes.join('; '));
}

function finite(loss: number): number | null {
  return Number.isFinite(loss) ? loss : null;
}
