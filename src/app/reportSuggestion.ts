import { describeSubject } from '../domain/experiment.ts';
import type { ExperimentRecord } from '../domain/experiment.ts';
import { formatCount } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import type { SweepSummary } from '../domain/sweepSummary.ts';
import { html } from './reportHtml.ts';
import type { Html } from './reportHtml.ts';

/** Share of the scale that stays free at either end, in percent. */
const MARGIN = 8;

/** How far the zone reaches beyond its outermost rates, in percent of the scale. */
const OVERHANG = 4;

/** Rates nearer to each other than this share of the scale, in percent, have their names in two rows. */
const CROWDED = 11;

/** Says exactly what was measured, so that nobody takes it for a result about something else. */
export function subjectSentence({ subject, specs, name }: ExperimentRecord): string {
  const [spec] = specs;
  const rates = new Set(specs.map((spec) => spec.learningRate)).size;
  const seeds = new Set(specs.map((spec) => spec.seed)).size;
  const amount = `${count(spec.epochs, 'epoch')}, ${count(rates, 'rate')}, ${count(seeds, 'seed')}`;
  if (subject === 'program') return `Measured on the program “${name}”: ${amount}.`;
  return (
    `Measured on ${describeSubject(spec)}: ` +
    `${formatCount(spec.dataset.train)} training images, ${amount}. ` +
    'It illustrates what a learning rate does; it proves nothing about another program.'
  );
}

/** The suggested rate, and where it lies among the rates that were tried. */
export function suggestion({ zone }: SweepSummary, rates: readonly number[]): Html {
  if (!zone) {
    return html`<section class="suggestion" aria-labelledby="suggestion-title">
<h2 id="suggestion-title">No learning rate to suggest</h2>
<p>None of the rates tried learned enough to be called just right.</p>
</section>
`;
  }
  const range = zone.low === zone.high ? formatRate(zone.best) : `${formatRate(zone.low)} to ${formatRate(zone.high)}`;
  return html`<section class="suggestion" aria-labelledby="suggestion-title">
<div class="answer">
<h2 id="suggestion-title">Suggested learning rate</h2>
<p class="rate">${formatRate(zone.best)}</p>
<p>Goldilocks zone: <strong>${range}</strong></p>
</div>
${scale(zone, rates)}
</section>
`;
}

/** Where a rate lies on the logarithmic scale, in percent. */
function placeOf(rate: number, rates: readonly number[]): number {
  const span = Math.log(rates[rates.length - 1] / rates[0]);
  const share = span > 0 ? Math.log(rate / rates[0]) / span : 0.5;
  return MARGIN + share * (100 - 2 * MARGIN);
}

function scale(zone: NonNullable<SweepSummary['zone']>, rates: readonly number[]): Html {
  const from = placeOf(zone.low, rates) - OVERHANG;
  const to = placeOf(zone.high, rates) + OVERHANG;
  const words: [number, string][] = [[(from + to) / 2, 'just right']];
  if (rates[0] < zone.low) words.push([from / 2, 'too low']);
  if (rates[rates.length - 1] > zone.high) words.push([(to + 100) / 2, 'too high']);
  let row = 0;
  const names = rates.map((rate, index) => {
    const crowded = index > 0 && placeOf(rate, rates) - placeOf(rates[index - 1], rates) < CROWDED;
    row = crowded ? 1 - row : 0;
    return html`<text x="${percent(placeOf(rate, rates))}" y="${68 + 16 * row}"${rate === zone.best ? html` class="best"` : ''}>${formatRate(rate)}</text>`;
  });
  const label = `The rates tried, on a logarithmic scale: ${rates.map((rate) => `${formatRate(rate)} ${wordFor(rate, zone)}`).join(', ')}.`;
  return html`<svg class="scale" width="100%" height="92" role="img" aria-label="${label}">
<line x1="2%" x2="98%" y1="40" y2="40"/>
<rect x="${percent(from)}" width="${percent(to - from)}" y="27" height="26" rx="13"/>
${words.map(([at, word]) => html`<text class="word" x="${percent(at)}" y="16">${word}</text>`)}
${rates.map((rate, index) => html`<circle class="rate-${index}${rate === zone.best ? ' best' : ''}" cx="${percent(placeOf(rate, rates))}" cy="40" r="${rate === zone.best ? 8 : 5}"/>`)}
${names}
</svg>
`;
}

function wordFor(rate: number, zone: NonNullable<SweepSummary['zone']>): string {
  if (rate === zone.best) return 'best';
  if (rate < zone.low) return 'too low';
  return rate > zone.high ? 'too high' : 'just right';
}

function percent(value: number): string {
  return `${value.toFixed(2)}%`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
