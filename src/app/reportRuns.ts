import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import type { Finding, Severity, Verdict } from '../domain/finding.ts';
import { findingMessage } from '../domain/findingMessage.ts';
import { reasonsText } from '../domain/reasonText.ts';
import { adviceTexts } from '../domain/remedyText.ts';
import { runStateText } from '../domain/runStateText.ts';
import { verdictText } from '../domain/verdictText.ts';
import { formatCount, formatLoss, formatShare } from '../domain/format.ts';
import type { Metric } from '../domain/series.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import type { KindSummary } from '../kinds/kind.ts';
import { findingsOf, runVerdict } from '../kinds/runJudgement.ts';
import { html } from './htmlTemplate.ts';
import type { Html } from './htmlTemplate.ts';

/** A cell lists at most so many epochs; of more it shows the first and the last ones. */
const MAX_EPOCHS = 5;

/** A shape for each severity, so that colour is not all that tells them apart. */
const MARKS: Readonly<Record<Severity, string>> = { error: '■ ', warning: '▼ ', information: '● ', hint: '' };

/** A run with everything that a row shows of it. */
interface ReportedRun extends RunOverview {
  readonly label: string;
  /** Index of its variant. */
  readonly variantIndex: number;
  readonly verdict: Verdict | null;
  readonly findings: readonly Finding[];
  readonly losses: readonly number[];
  readonly accuracies: readonly number[];
  readonly publishedLosses: readonly number[];
  readonly publishedAccuracies: readonly number[];
}

/** A column of the table; one in which no run has a value is left out. */
interface Column {
  readonly title: string;
  readonly kind?: string;
  has(run: ReportedRun): boolean;
  cell(run: ReportedRun): Html | string;
}

/** One row a run, by variant and seed: its verdict, numbers and findings, beside what an article published. */
export function renderRunTable(
  experiment: ExperimentOverview,
  summary: KindSummary,
  figures: readonly FigureDefinition[],
): Html {
  const runs = reportedRuns(experiment, summary, figures);
  const columns = columnsOf(runs).filter((column) => runs.some((run) => column.has(run)));
  const title = runs.some(({ verdict }) => verdict) ? l10n.t('Verdicts') : l10n.t('Runs');
  const heads = columns.map((column) => html`<th scope="col">${column.title}</th>`);
  return html`<section aria-labelledby="runs-title">
<h2 id="runs-title">${title}</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="runs-title">
<table class="runs">
<thead><tr><th scope="col">${variantTitle(experiment)}</th>${heads}</tr></thead>
<tbody>${runs.map((run) => row(run, columns))}</tbody>
</table>
</div>
</section>
`;
}

function variantTitle({ variants }: ExperimentOverview): string {
  return variants.every(({ values }) => values.rate !== undefined) ? l10n.t('Rate') : l10n.t('Run');
}

function reportedRuns(
  { variants, runs }: ExperimentOverview,
  summary: KindSummary,
  figures: readonly FigureDefinition[],
): ReportedRun[] {
  const published = (metric: Metric, variant: string): number[] =>
    figures
      .filter(({ points, lines }) => points === 'epochs' && lines[0].metric === metric)
      .flatMap((figure) => figure.published.filter((point) => point.variant === variant).map(({ y }) => y));
  return runs
    .map((run): ReportedRun => {
      const { variant, result } = run;
      const findings = result ? findingsOf(run, result.findings, summary) : [];
      const variantIndex = variants.findIndex(({ id }) => id === variant);
      return {
        ...run,
        variantIndex,
        label: variants[variantIndex]?.label || l10n.t('run {0}', run.index + 1),
        verdict: result && runVerdict(run, findings, summary),
        findings,
        losses: result?.epochs.map(({ loss }) => loss) ?? [],
        accuracies: result?.epochs.flatMap(({ accuracy }) => accuracy ?? []) ?? [],
        publishedLosses: published('loss', variant),
        publishedAccuracies: published('validationAccuracy', variant),
      };
    })
    .sort((a, b) => a.variantIndex - b.variantIndex || (a.seed ?? 0) - (b.seed ?? 0) || a.index - b.index);
}

function columnsOf(runs: readonly ReportedRun[]): Column[] {
  const engines = new Set(runs.flatMap(({ result }) => result?.engine ?? []));
  return [
    { title: l10n.t('Seed'), has: ({ seed }) => seed !== null, cell: ({ seed }) => String(seed ?? '–') },
    {
      title: l10n.t('Engine'),
      has: () => engines.size > 1,
      cell: ({ result }) => result?.engine ?? '–',
    },
    {
      title: l10n.t('Verdict'),
      has: ({ verdict }) => verdict !== null,
      cell: ({ verdict }) => (verdict ? html`<span class="verdict ${verdict}">${verdictText(verdict)}</span>` : '–'),
    },
    { title: l10n.t('State'), has: () => true, cell: ({ state }) => runStateText(state) },
    {
      title: l10n.t('Final training loss'),
      kind: 'number',
      has: ({ result }) => result !== null && result.score !== null,
      cell: ({ result }) => (result && result.score !== null ? formatLoss(result.score) : '–'),
    },
    {
      title: l10n.t('Mean loss per epoch'),
      has: ({ losses, publishedLosses }) => losses.length + publishedLosses.length > 0,
      cell: ({ losses, publishedLosses }) => compared(losses, publishedLosses, writeLoss),
    },
    {
      title: l10n.t('Test accuracy per epoch'),
      has: ({ accuracies, publishedAccuracies }) => accuracies.length + publishedAccuracies.length > 0,
      cell: ({ accuracies, publishedAccuracies }) => compared(accuracies, publishedAccuracies, formatShare),
    },
    {
      title: l10n.t('Images/s'),
      kind: 'number',
      has: ({ result }) => result !== null && result.imagesPerSecond !== null,
      cell: ({ result }) => formatCount(result?.imagesPerSecond ?? null),
    },
    {
      title: l10n.t('Findings'),
      kind: 'finding',
      has: ({ findings, result }) => findings.length > 0 || (result !== null && result.reason !== null),
      cell: remarks,
    },
  ];
}

function row(run: ReportedRun, columns: readonly Column[]): Html {
  const cells = columns.map((column) => {
    const kind = column.kind ? html` class="${column.kind}"` : null;
    return html`<td data-label="${column.title}"${kind}>${column.cell(run)}</td>\n`;
  });
  return html`<tr>
<th scope="row"><span class="swatch variant-${run.variantIndex}"></span>${run.label}</th>
${cells}</tr>
`;
}

/** Every finding of a run, and why it ended. */
function remarks({ findings, facts, result }: ReportedRun): Html | string {
  const advice = adviceTexts(findings, facts.unit);
  const found = findings.map(
    (finding, index) =>
      html`<span class="remark ${finding.severity}"><span class="mark" aria-hidden="true">${MARKS[finding.severity]}</span>${findingMessage(finding)}${part('advice', advice[index])}${part('basis', reasonsText(finding))}</span> `,
  );
  const reason = result?.reason ? [html`<span class="remark">${result.reason}</span>`] : [];
  return found.length + reason.length > 0 ? html`${[...found, ...reason]}` : '–';
}

function part(name: string, text: string): Html | string {
  return text === '' ? '' : html` <span class="${name}">${text}</span>`;
}

function compared(own: readonly number[], published: readonly number[], write: (value: number) => string): Html {
  const ours = own.length > 0 ? listed(own, write) : '–';
  if (published.length === 0) return html`<span class="figures">${ours}</span>`;
  const [oursWord, articleWord] = [l10n.t('this run'), l10n.t('article')];
  return html`<span class="figures compared"><span class="source">${oursWord}</span> <span>${ours}</span></span>
<span class="figures compared article"><span class="source">${articleWord}</span> <span>${listed(published, write)}</span></span>`;
}

function listed(values: readonly number[], write: (value: number) => string): Html[] {
  const texts = values.map(write);
  const shown = texts.length > MAX_EPOCHS ? [...texts.slice(0, 2), '…', ...texts.slice(-2)] : texts;
  return shown.map((text) => html`<span class="figure">${text}</span> `);
}

/** Four decimals as articles print them, as long as that is a readable number. */
function writeLoss(loss: number): string {
  return Math.abs(loss) < 100 ? loss.toFixed(4) : formatLoss(loss);
}
