import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { curvesOf } from '../charts/curves.ts';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { isEndState } from '../domain/run.ts';
import { describe, figuresOf, summarize } from '../kinds/kinds.ts';
import { renderFigure } from './reportFigure.ts';
import { embeddedJson, embeddedScript, html, Html } from './htmlTemplate.ts';
import { renderNotes } from './reportNotes.ts';
import { renderOrigin } from './reportOrigin.ts';
import { renderResults } from './reportResults.ts';
import { renderRunTable } from './reportRuns.ts';
import { translationsElement } from './translationsElement.ts';
import type { Translation } from './translationsElement.ts';
import { reportStyle } from './reportStyle.ts';
import { subjectSentence, renderSuggestion } from './reportSuggestion.ts';

/** Significant digits of the embedded numbers: as many as a chart can show. */
const DIGITS = 6;

/**
 * One HTML document that needs nothing but a browser: no network, and no JavaScript for anything but the charts.
 * @param script the text of the bundled page script, which draws the charts
 * @param translation what its texts are translated into; English by default
 */
export function renderReport(experiment: ExperimentOverview, script: string, translation?: Translation): string {
  const { record, runs } = experiment;
  const summary = summarize(experiment);
  const isRunning = runs.some(({ state }) => !isEndState(state));
  const description = describe(experiment, summary, isRunning);
  const definitions = figuresOf(experiment, summary);
  const curves = curvesOf(experiment, summary, definitions);
  const style = reportStyle(curves.variants);
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
<html lang="${translation?.language ?? 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${description.title} – Goldilocks</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<main>
<header>
<p class="brand">Goldilocks <span>${l10n.t('learning-rate report')}</span></p>
<h1>${description.title}</h1>
<p class="date"><time datetime="${record.createdAt}">${dateOf(record.createdAt, translation?.language)}</time></p>
<p class="lead">${subjectSentence(record, description)}</p>
</header>
${renderSuggestion(description, curves.variants)}
${description.table ? renderResults(description.table, curves.variants) : null}${renderNotes(experiment, description)}
${renderRunTable(experiment, summary, definitions)}
<noscript><p class="note">${l10n.t('The charts below need JavaScript; their numbers are in the tables under them.')}</p></noscript>
${curves.figures.map((figure) => renderFigure(figure, curves.variants))}
${renderOrigin(experiment, description)}
</main>
${translationsElement(translation?.messages)}<script type="application/json" id="curves">${embeddedJson(curves, DIGITS)}</script>
<script>${inlined}</script>
</body>
</html>
`.text;
}

/** Formats a date in UTC; returns the text unchanged if it is not a date. */
function dateOf(createdAt: string, language = 'en-GB'): string {
  const date = new Date(createdAt);
  return Number.isNaN(date.getTime())
    ? createdAt
    : `${date.toLocaleString(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
