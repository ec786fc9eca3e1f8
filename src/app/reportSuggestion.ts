import * as l10n from '@vscode/l10n';
import type { CurveVariant } from '../charts/curveVariant.ts';
import type { ExperimentRecord } from '../domain/experiment.ts';
import { fileName } from '../domain/fileName.ts';
import type { Description, ScaleEntry, ValueScale } from '../kinds/kind.ts';
import { html } from './htmlTemplate.ts';
import type { Html } from './htmlTemplate.ts';

/** Share of the scale that stays free at either end, in percent. */
const MARGIN = 8;

/** How far the zone reaches beyond its outermost values, in percent of the scale. */
const OVERHANG = 4;

/** Values nearer to each other than this share of the scale, in percent, have their labels in two rows. */
const CROWDED = 11;

/** States exactly what was measured. */
export function subjectSentence({ source }: ExperimentRecord, description: Description): string {
  const { subject, caveat } = description;
  const amounts = description.amounts.join(', ');
  const sentence =
    source === null
      ? l10n.t('Measured on: {0}; {1}.', subject, amounts)
      : amounts
        ? l10n.t('Read from {0} ({1}): {2}.', fileName(source), subject, amounts)
        : l10n.t('Read from {0} ({1}).', fileName(source), subject);
  return [sentence, caveat].filter(Boolean).join(' ');
}

/** The experiment's answer, and where it lies among the values that were tried. */
export function renderSuggestion({ answer, scales }: Description, variants: readonly CurveVariant[]): Html {
  const { title, value, detail } = answer;
  const big = value === null ? null : html`<p class="value">${value}</p>\n`;
  const drawn = scales.map((scale) => drawScale(scale, variants));
  return html`<section class="suggestion" aria-labelledby="suggestion-title">
<div class="answer">
<h2 id="suggestion-title">${title}</h2>
${big}<p>${detail}</p>
</div>
${drawn.length > 0 ? html`<div class="scales">${drawn}</div>\n` : null}</section>
`;
}

function drawScale(scale: ValueScale, variants: readonly CurveVariant[]): Html {
  const { label, entries, zone, chosen, lowLabel, highLabel } = scale;
  const values = entries.map(({ value }) => value);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const span = Math.log(highest / lowest);
  /** In percent of the scale. */
  const place = (value: number): number =>
    MARGIN + (span > 0 ? Math.log(value / lowest) / span : 0.5) * (100 - 2 * MARGIN);
  const from = place(zone.low) - OVERHANG;
  const to = place(zone.high) + OVERHANG;
  const words: [number, string][] = [
    [(from + to) / 2, zone.label],
    ...(lowest < zone.low ? [[from / 2, lowLabel] as [number, string]] : []),
    ...(highest > zone.high ? [[(to + 100) / 2, highLabel] as [number, string]] : []),
  ];
  const spoken = entries.map((entry) => `${entry.label} ${entry.assessment}`).join(', ');
  return html`${label ? html`<p>${label}</p>` : null}<svg class="scale" width="100%" height="92" role="img" aria-label="${l10n.t('The values tried, on a logarithmic scale: {0}.', spoken)}">
<line x1="2%" x2="98%" y1="40" y2="40"/>
<rect x="${percent(from)}" width="${percent(to - from)}" y="27" height="26" rx="13"/>
${words.map(([at, word]) => html`<text class="word" x="${percent(at)}" y="16">${word}</text>`)}
${entries.map(({ variant, value }) =>
  circle(
    variants.findIndex(({ id }) => id === variant),
    place(value),
    value === chosen,
  ),
)}
${labels(entries, chosen, place)}
</svg>
`;
}

function circle(variant: number, at: number, isChosen: boolean): Html {
  return html`<circle class="variant-${variant}${isChosen ? ' best' : ''}" cx="${percent(at)}" cy="40" r="${isChosen ? 8 : 5}"/>`;
}

function labels(entries: readonly ScaleEntry[], chosen: number | null, place: (value: number) => number): Html[] {
  let row = 0;
  return entries.map(({ value, label }, index) => {
    const isCrowded = index > 0 && place(value) - place(entries[index - 1].value) < CROWDED;
    row = isCrowded ? 1 - row : 0;
    const best = value === chosen ? html` class="best"` : '';
    return html`<text x="${percent(place(value))}" y="${68 + 16 * row}"${best}>${label}</text>`;
  });
}

function percent(value: number): string {
  return `${value.toFixed(2)}%`;
}
