import pico from 'picocolors';
import { formatCount, formatLoss, formatShare } from '../domain/format.ts';
import { describeEngines, describeSubject } from '../domain/experiment.ts';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import { PRESETS } from '../domain/presets.ts';
import type { PublishedResult } from '../domain/presets.ts';
import { formatRate } from '../domain/rate.ts';
import { articleNotes, sweepNotes } from '../domain/sweepNotes.ts';
import { summarizeSweep } from '../domain/sweepSummary.ts';
import type { SweepSummary } from '../domain/sweepSummary.ts';
import { alignColumns } from './format.ts';

type Colours = ReturnType<typeof pico.createColors>;

/** What a sweep came to, as text for a terminal: the figures (the article's beside ours), the verdicts and the suggested rate. */
export function sweepTables(overview: ExperimentOverview, coloured: boolean): string {
  const colours = pico.createColors(coloured && pico.isColorSupported);
  const summary = summarizeSweep(overview.runs);
  return [
    '',
    heading(overview, colours),
    '',
    ...figures(overview, colours),
    '',
    ...messages(overview.runs),
    '',
    ...conclusions(overview, summary, colours),
    '',
  ].join('\n');
}

function heading({ record, runs }: ExperimentOverview, colours: Colours): string {
  const [{ spec }] = runs;
  const subject = describeSubject(spec);
  const images = `${formatCount(spec.dataset.train)} training and ${formatCount(spec.dataset.test)} test images`;
  return `${colours.bold(record.name)}: ${subject}, ${images}, ${describeEngines(record)}`;
}

/** One row a run, and below each rate the article's row where there is one. */
function figures({ record, runs }: ExperimentOverview, colours: Colours): string[] {
  const published = PRESETS.find(({ name }) => name === record.preset)?.published ?? [];
  const engineColumn = record.secondEngine ? ['engine'] : [];
  const rows: string[][] = [
    ['rate', 'seed', ...engineColumn, 'verdict', 'training loss by epoch', 'test accuracy by epoch', 'images/s'],
  ];
  const verdicts: (string | null)[] = [null];
  for (const rate of new Set(runs.map(({ spec }) => spec.learningRate))) {
    for (const run of runs.filter(({ spec }) => spec.learningRate === rate)) {
      rows.push(runRow(run, record.secondEngine ? [run.spec.engine] : []));
      verdicts.push(verdictOf(run.result?.findings ?? []));
    }
    const article = published.find(({ learningRate }) => learningRate === rate);
    if (article) {
      rows.push(
        articleRow(
          article,
          engineColumn.map(() => ''),
        ),
      );
      verdicts.push(null);
    }
  }
  return alignColumns(rows).map((line, index) => {
    const verdict = verdicts[index];
    if (index === 0) return colours.dim(line);
    return verdict === null ? colours.dim(line) : line.replace(verdict, paint(verdict, colours));
  });
}

function runRow({ spec, state, result }: RunOverview, engine: readonly string[]): string[] {
  const epochs = result?.epochs ?? [];
  return [
    formatRate(spec.learningRate),
    String(spec.seed),
    ...engine,
    verdictOf(result?.findings ?? []) ?? state,
    epochs.map(({ loss }) => formatLoss(loss).padEnd(6)).join('  '),
    epochs.map(({ accuracy }) => (accuracy === null ? '–' : formatShare(accuracy)).padEnd(6)).join('  '),
    formatCount(result?.imagesPerSecond ?? null),
  ];
}

function articleRow({ loss, accuracy }: PublishedResult, engine: readonly string[]): string[] {
  const losses = loss.map((value) => formatLoss(value).padEnd(6)).join('  ');
  const accuracies = accuracy.map((value) => formatShare(value).padEnd(6)).join('  ');
  return ['', '', ...engine, '(article)', losses, accuracies, ''];
}

function paint(verdict: string, colours: Colours): string {
  if (verdict === 'fast') return colours.green(verdict);
  return verdict === 'slow' ? colours.yellow(verdict) : colours.red(verdict);
}

/** What became of the runs, in a sentence each; seeds that fared alike are told once. */
function messages(runs: readonly RunOverview[]): string[] {
  const told = new Set<string>();
  return runs.flatMap(({ spec, state, result }) => {
    if (state === 'failed')
      return [`The run at ${formatRate(spec.learningRate)}, seed ${spec.seed}, failed. ${result?.reason ?? ''}`];
    const [finding] = result?.findings ?? [];
    const alike = `${spec.learningRate} ${finding?.symptom}`;
    if (!finding || told.has(alike)) return [];
    told.add(alike);
    return [finding.message];
  });
}

function conclusions({ record, runs }: ExperimentOverview, summary: SweepSummary, colours: Colours): string[] {
  const { zone, suggestedRate } = summary;
  const verdicts = runs.flatMap(({ result }) => verdictOf(result?.findings ?? []) ?? []);
  const notes = [
    ...sweepNotes(summary, verdicts),
    ...articleNotes(
      record,
      runs.map(({ index, result }) => ({ index, findings: result?.findings })),
    ),
  ];
  if (suggestedRate === null || zone === null) {
    const cut = runs.some(({ state }) => state !== 'finished');
    return [
      ...notes,
      cut
        ? 'No rate is suggested: too few runs finished.'
        : 'No rate is suggested: none of those tried took a tenth off its loss.',
    ];
  }
  const zoneText =
    zone.low === zone.high
      ? 'the only rate tried inside the Goldilocks zone'
      : `Goldilocks zone ${formatRate(zone.low)} to ${formatRate(zone.high)}`;
  return [...notes, `${colours.bold(`Suggested rate  ${formatRate(suggestedRate)}`)}  (${zoneText})`];
}
