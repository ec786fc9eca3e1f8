import type { CurveRate } from '../charts/curves.ts';
import { formatCount, formatLoss, formatShare } from '../domain/format.ts';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import { PRESETS } from '../domain/presets.ts';
import type { PublishedResult } from '../domain/presets.ts';
import { formatRate } from '../domain/rate.ts';
import { html } from './reportHtml.ts';
import type { Html } from './reportHtml.ts';

/** A cell lists at most so many epochs; of more it shows the first and the last ones. */
const MOST_EPOCHS = 5;

/** One row a run, by ascending rate and seed: what became of it, beside what the article printed. */
export function verdictTable({ record, runs }: ExperimentOverview, rates: readonly CurveRate[]): Html {
  const published = PRESETS.find((preset) => preset.name === record.preset)?.published ?? [];
  const ordered = [...runs].sort((a, b) => a.spec.learningRate - b.spec.learningRate || a.spec.seed - b.spec.seed);
  const namesEngine = record.secondEngine !== undefined;
  const row = (run: RunOverview) =>
    verdictRow(
      run,
      namesEngine,
      rates,
      published.find((result) => result.learningRate === run.spec.learningRate),
    );
  return html`<section aria-labelledby="verdicts-title">
<h2 id="verdicts-title">Verdicts</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="verdicts-title">
<table class="verdicts">
<thead><tr><th scope="col">Rate</th><th scope="col">Seed</th><th scope="col">Verdict</th><th scope="col">State</th><th scope="col">Loss per epoch</th><th scope="col">Test accuracy per epoch</th><th scope="col">Images/s</th><th scope="col">Finding</th></tr></thead>
<tbody>${ordered.map(row)}</tbody>
</table>
</div>
</section>
`;
}

function verdictRow(
  { spec, state, result }: RunOverview,
  namesEngine: boolean,
  rates: readonly CurveRate[],
  article: PublishedResult | undefined,
): Html {
  const verdict = result && verdictOf(result.findings);
  const swatch = rates.findIndex(({ rate }) => rate === spec.learningRate);
  const losses = result?.epochs.map(({ loss }) => loss) ?? [];
  const accuracies = result?.epochs.flatMap(({ accuracy }) => accuracy ?? []) ?? [];
  return html`<tr>
<th scope="row"><span class="swatch rate-${swatch}"></span>${formatRate(spec.learningRate)}${namesEngine ? ` ${spec.engine}` : ''}</th>
<td data-label="Seed">${spec.seed}</td>
<td data-label="Verdict">${verdict ? html`<span class="verdict ${verdict}">${verdict.replaceAll('-', ' ')}</span>` : '–'}</td>
<td data-label="State">${state}</td>
<td data-label="Loss per epoch">${figures(losses, article?.loss, writeLoss)}</td>
<td data-label="Test accuracy per epoch">${figures(accuracies, article?.accuracy, formatShare)}</td>
<td data-label="Images/s" class="number">${formatCount(result?.imagesPerSecond ?? null)}</td>
<td data-label="Finding" class="finding">${result?.findings[0]?.message ?? result?.reason ?? '–'}</td>
</tr>
`;
}

function figures(
  ours: readonly number[],
  article: readonly number[] | undefined,
  write: (value: number) => string,
): Html {
  const own = ours.length > 0 ? listed(ours, write) : '–';
  if (!article) return html`<span class="figures">${own}</span>`;
  return html`<span class="figures compared"><span class="source">ours</span> <span>${own}</span></span>
<span class="figures compared article"><span class="source">article</span> <span>${listed(article, write)}</span></span>`;
}

function listed(values: readonly number[], write: (value: number) => string): Html[] {
  const texts = values.map(write);
  const shown = texts.length > MOST_EPOCHS ? [...texts.slice(0, 2), '…', ...texts.slice(-2)] : texts;
  return shown.map((text) => html`<span class="figure">${text}</span> `);
}

/** Four decimals as articles print them, as long as that is a readable number. */
function writeLoss(loss: number): string {
  return Math.abs(loss) < 100 ? loss.toFixed(4) : formatLoss(loss);
}
