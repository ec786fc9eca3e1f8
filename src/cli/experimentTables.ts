import pico from 'picocolors';
import { runColumns, runWord } from '../app/runColumns.ts';
import { engineNames } from '../domain/experimentEngines.ts';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { runsOf } from '../domain/experiment.ts';
import { findingMessage } from '../domain/findingMessage.ts';
import { PRESETS } from '../domain/presets.ts';
import { reasonsText } from '../domain/reasonText.ts';
import { adviceTexts } from '../domain/remedyText.ts';
import { describe, summarize } from '../kinds/kinds.ts';
import type { Description, KindSummary } from '../kinds/kind.ts';
import { findingsOf } from '../kinds/runJudgement.ts';
import { alignColumns } from './alignColumns.ts';

type Colours = ReturnType<typeof pico.createColors>;

/** The results of an experiment as text for a terminal: its runs (an article's figures beside ours), its findings and its answer. */
export function experimentTables(experiment: ExperimentOverview, coloured: boolean): string {
  const colours = pico.createColors(coloured && pico.isColorSupported);
  const summary = summarize(experiment);
  const description = describe(experiment, summary, false);
  return [
    '',
    heading(experiment, description, colours),
    '',
    ...runTable(experiment, summary, colours),
    '',
    ...resultTable(description, colours),
    ...messages(experiment, summary),
    '',
    ...answer(description, colours),
    '',
  ].join('\n');
}

function heading({ runs }: ExperimentOverview, { title, subject, amounts }: Description, colours: Colours): string {
  const engines = engineNames(runs.map(({ result }) => result?.engine ?? null));
  return `${colours.bold(title)}: ${[subject, ...amounts, engines].filter(Boolean).join(', ')}`;
}

/** What is compared, in rows; empty where the table of runs says it all. */
function resultTable({ table }: Description, colours: Colours): string[] {
  if (!table) return [];
  const [head, ...rows] = alignColumns([table.columns, ...table.rows.map(({ cells }) => cells)]);
  return [colours.bold(table.title), colours.dim(head), ...rows, table.note, ''];
}

/** One row a run, by variant, and below each variant the article's row where there is one. */
function runTable(experiment: ExperimentOverview, summary: KindSummary, colours: Colours): string[] {
  const { record, variants, runs } = experiment;
  const published = PRESETS.find(({ name }) => name === record.preset)?.published ?? [];
  const shown = runColumns(experiment, summary);
  const rows = variants.flatMap((variant) => {
    const own = runsOf(runs, variant).map((run) => ({
      cells: shown.map((column) => column.read(run) || '–'),
      verdict: runWord(run, summary),
    }));
    const article = published.find(({ learningRate }) => learningRate === variant.values.rate);
    const isLastOfRate = variants.findLast(({ values }) => values.rate === variant.values.rate) === variant;
    if (!article || !isLastOfRate) return own;
    return [...own, { cells: shown.map((column) => column.published?.(article) ?? ''), verdict: '' }];
  });
  const lines = alignColumns([shown.map(({ title }) => title), ...rows.map(({ cells }) => cells)]);
  return lines.map((line, index) => {
    const word = rows[index - 1]?.verdict ?? '';
    return word === '' ? colours.dim(line) : line.replace(word, colourVerdict(word, colours));
  });
}

function colourVerdict(verdict: string, colours: Colours): string {
  if (verdict === 'fast') return colours.green(verdict);
  return verdict === 'slow' ? colours.blue(verdict) : colours.red(verdict);
}

/** What happened in the runs, in a sentence each; seeds with the same findings are told once. */
function messages({ variants, runs }: ExperimentOverview, summary: KindSummary): string[] {
  const seen = new Set<string>();
  return variants.flatMap((variant) =>
    runsOf(runs, variant).flatMap((run) => {
      const name = variants.length > 1 ? `${variant.label}: ` : '';
      if (run.state === 'failed')
        return [`${name}${run.seed === null ? '' : `seed ${run.seed} `}failed. ${run.result?.reason ?? ''}`];
      if (run.state === 'pruned') return [`${name}${run.result?.reason ?? ''}`];
      const findings = findingsOf(run, run.result?.findings ?? [], summary);
      const advice = adviceTexts(findings, run.facts.unit);
      return findings.flatMap((finding, index) => {
        const key = `${variant.id} ${finding.code}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return [`${name}${[findingMessage(finding), advice[index], reasonsText(finding)].filter(Boolean).join(' ')}`];
      });
    }),
  );
}

function answer({ answer: { title, value, detail }, notes }: Description, colours: Colours): string[] {
  const line = value === null ? `${title}. ${detail}` : `${colours.bold(`${title}  ${value}`)}  (${detail})`;
  return [...notes, line];
}
