import { createHash } from 'node:crypto';
import { curvesOf } from '../charts/curves.ts';
import type { Curves } from '../charts/curves.ts';
import { figureTable } from '../charts/figureTable.ts';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { experimentTitle } from '../domain/experimentTitle.ts';
import { summarizeSweep } from '../domain/sweepSummary.ts';
import { embeddedJson, embeddedScript, html, Html } from './reportHtml.ts';
import { notes } from './reportNotes.ts';
import { reproduction } from './reportReproduction.ts';
import { reportStyle } from './reportStyle.ts';
import { subjectSentence, suggestion } from './reportSuggestion.ts';
import { verdictTable } from './reportVerdicts.ts';

/** More digits than a picture can show would only make the document larger. */
const DIGITS = 6;

/** In the order of the page. */
const FIGURES = ['lossByEpoch', 'accuracyByEpoch', 'lossByStep'] as const;

/**
 * One HTML document that needs nothing but a browser: no network, and no JavaScript for anything but the pictures.
 * @param script the text of the bundled page script, which draws the pictures
 */
export function renderReport(experiment: ExperimentOverview, script: string): string {
  const { record, runs } = experiment;
  const curves = curvesOf(experiment);
  const summary = summarizeSweep(runs);
  const rates = curves.rates.map(({ rate }) => rate);
  const style = reportStyle(rates);
  const inlined = embeddedScript(script);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(inlined.text)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${experimentTitle(record)} – Goldilocks</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<main>
<header>
<p class="brand">Goldilocks <span>learning-rate report</span></p>
<h1>${experimentTitle(record)}</h1>
<p class="date"><time datetime="${record.createdAt}">${dateOf(record.createdAt)}</time></p>
<p class="lead">${subjectSentence(record)}</p>
</header>
${suggestion(summary, [...new Set(rates)])}
${notes(experiment, summary)}
${verdictTable(experiment, curves.rates)}
<noscript><p class="note">The pictures below need JavaScript; their numbers are in the tables under them.</p></noscript>
${FIGURES.map((name) => figureSection(curves, name))}
${reproduction(record)}
</main>
<script type="application/json" id="curves">${embeddedJson(curves, DIGITS)}</script>
<script>${inlined}</script>
</body>
</html>
`.text;
}

function figureSection(curves: Curves, name: (typeof FIGURES)[number]): Html {
  const figure = curves[name];
  const { columns, rows } = figureTable(figure, curves.rates);
  const title = `${name}-title`;
  return html`<section aria-labelledby="${title}">
<h2 id="${title}">${figure.title}</h2>
<figure>
<div class="chart" data-figure="${name}" role="img" aria-labelledby="${title}"></div>
<figcaption>${figure.caption}${figure.stops.filter((stop) => stop.text).length > 0 ? html` Out of the picture: ${figure.stops.flatMap((stop) => stop.text || []).join('; ')}.` : ''}</figcaption>
</figure>
<details>
<summary>The numbers of this picture</summary>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${title}">
<table class="numbers">
<caption>${figure.y.title} by ${figure.x.title} at each rate</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([head, ...cells]) => html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>
</div>
</details>
</section>
`;
}

/** The date as a person reads it, in UTC; what was written when it is no date. */
function dateOf(createdAt: string): string {
  const date = new Date(createdAt);
  return Number.isNaN(date.getTime())
    ? createdAt
    : `${date.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
