import { describeSubject } from '../src/domain/experiment.ts';
import type { ExperimentRecord } from '../src/domain/experiment.ts';
import { verdictOf } from '../src/domain/finding.ts';
import { formatRate } from '../src/domain/rate.ts';
import { articleNotes, sweepNotes } from '../src/domain/sweepNotes.ts';
import type { Zone } from '../src/domain/zone.ts';
import { drawn, element, show, write } from './dom.ts';
import type { SweepModel } from './sweepModel.ts';
import { TEXTS } from './texts.ts';

/** The scale's own units; it is as wide as its place. */
const WIDTH = 360;
const MARGIN = 26;
const LINE = 30;
/** How far the zone reaches beyond its outermost rates. */
const OVERHANG = 12;
/** Names nearer to each other than this are left out, but for the best. */
const CROWDED = 40;

/** What the sweep is for: the rate that is just right, on what it was measured, and how far that holds. */
export class Suggestion {
  readonly root: HTMLElement;
  readonly #title = element('h2', { id: 'suggestion-title' });
  readonly #rate = element('p', { class: 'big' });
  readonly #zone = element('p', { class: 'zone' });
  readonly #scale = element('div', { class: 'scale' });
  readonly #subject = element('p', { class: 'subject' });
  readonly #notes = element('ul', { class: 'notes' });
  #shown = '';

  constructor() {
    const answer = element('div', { class: 'answer' }, this.#title, this.#rate, this.#zone);
    this.root = element(
      'section',
      { class: 'suggestion', 'aria-labelledby': 'suggestion-title' },
      answer,
      this.#scale,
      element('div', { class: 'grounds' }, this.#subject, this.#notes),
    );
  }

  update(model: SweepModel, colours: ReadonlyMap<number, string>): void {
    const { summary, progress, record } = model;
    const shown = JSON.stringify([summary, progress === null, [...colours]]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { zone } = summary;
    const underWay = progress !== null;
    const wasCut = model.runs.some(({ state }) => state !== 'finished');
    this.root.classList.toggle('pending', zone === null);
    write(
      this.#title,
      zone ? (underWay ? TEXTS.bestSoFar : TEXTS.suggested) : underWay ? TEXTS.suggested : TEXTS.nothing,
    );
    write(this.#rate, zone ? formatRate(zone.best) : '');
    show(this.#rate, zone !== null);
    const range =
      zone &&
      (zone.low === zone.high ? formatRate(zone.best) : TEXTS.range(formatRate(zone.low), formatRate(zone.high)));
    write(
      this.#zone,
      range ? TEXTS.zone(range) : underWay ? TEXTS.pending : wasCut ? TEXTS.cutHint : TEXTS.nothingHint,
    );
    write(this.#subject, `${sentence(subjectOf(record))}. ${TEXTS.caveat}`);
    const verdicts = model.runs.flatMap(({ findings }) => verdictOf(findings) ?? []);
    this.#notes.replaceChildren(
      ...(underWay ? [] : [...sweepNotes(summary, verdicts), ...articleNotes(record, model.runs)]).map((note) =>
        element('li', {}, note),
      ),
    );
    this.#scale.replaceChildren(
      ...(zone ? [scale(zone, colours, new Set(summary.outcomes.map(({ learningRate }) => learningRate)))] : []),
    );
  }
}

/** "on the MNIST CNN with Adam, batch 64" */
export function subjectOf({ subject, specs, name }: ExperimentRecord): string {
  return subject === 'program' ? TEXTS.program(String(name)) : TEXTS.subject(describeSubject(specs[0]));
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * The rates tried, from low to high, and the zone among them.
 * @param known rates of which a run has ended; nothing is said of the others
 */
function scale(zone: Zone, colours: ReadonlyMap<number, string>, known: ReadonlySet<number>): SVGElement {
  const rates = [...colours.keys()];
  const span = Math.log(rates[rates.length - 1] / rates[0]);
  const place = (rate: number): number =>
    MARGIN + (WIDTH - 2 * MARGIN) * (span > 0 ? Math.log(rate / rates[0]) / span : 0.5);
  const from = place(zone.low) - OVERHANG;
  const to = place(zone.high) + OVERHANG;
  const word = (rate: number): string =>
    !known.has(rate)
      ? TEXTS.unknownYet
      : rate < zone.low
        ? TEXTS.tooLow
        : rate > zone.high
          ? TEXTS.tooHigh
          : TEXTS.justRight;
  const text = (x: number, y: number, words: string, kind: string) => drawn('text', { x, y, class: kind }, words);
  let named = -Infinity;
  const names = rates.flatMap((rate) => {
    const x = place(rate);
    const nearBest = rate !== zone.best && Math.abs(x - place(zone.best)) < CROWDED;
    if (rate !== zone.best && (nearBest || x - named < CROWDED)) return [];
    named = x;
    return [text(x, LINE + 30, formatRate(rate), rate === zone.best ? 'name best' : 'name')];
  });
  return drawn(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${LINE + 38}`,
      role: 'img',
      'aria-label': TEXTS.scale(rates.map((rate) => `${formatRate(rate)} ${word(rate)}`).join(', ')),
    },
    drawn('line', { x1: 4, x2: WIDTH - 4, y1: LINE, y2: LINE, class: 'axis' }),
    drawn('rect', { x: from, y: LINE - 11, width: to - from, height: 22, rx: 11, class: 'zone' }),
    ...(from > 50 && [...known].some((rate) => rate < zone.low) ? [text(from / 2, 12, TEXTS.tooLow, 'word')] : []),
    text(Math.min(Math.max((from + to) / 2, 28), WIDTH - 28), 12, TEXTS.justRight, 'word right'),
    ...(to < WIDTH - 50 && [...known].some((rate) => rate > zone.high)
      ? [text((to + WIDTH) / 2, 12, TEXTS.tooHigh, 'word')]
      : []),
    ...[...colours].map(([rate, colour]) =>
      drawn('circle', {
        cx: place(rate),
        cy: LINE,
        r: rate === zone.best ? 7 : 4.5,
        fill: colour,
        stroke: colour,
        class: rate === zone.best ? 'best' : known.has(rate) ? '' : 'unknown',
      }),
    ),
    ...names,
  );
}
