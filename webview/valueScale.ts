import type { ScaleEntry, ValueScale } from '../src/kinds/kind.ts';
import { svgElement, element } from './dom.ts';
import { TEXTS } from './texts.ts';

/** The scale's own units; it is as wide as its place. */
const WIDTH = 360;
const MARGIN = 26;
const LINE = 30;
/** How far the zone reaches beyond its outermost values. */
const OVERHANG = 12;
/** Labels nearer to each other than this are left out, but for the chosen one. */
const CROWDED = 40;
/** A zone that is nearer than this to the end of the scale leaves no room for a word there. */
const WORD_ROOM = 50;

/**
 * The values that were tried, from low to high, and the zone among them.
 * @param colours by variant
 */
export function drawValueScale(scale: ValueScale, colours: ReadonlyMap<string, string>): HTMLElement {
  const { label, entries, zone, chosen } = scale;
  const lowest = Math.min(...entries.map(({ value }) => value));
  const span = Math.log(Math.max(...entries.map(({ value }) => value)) / lowest);
  const place = (value: number): number =>
    MARGIN + (WIDTH - 2 * MARGIN) * (span > 0 ? Math.log(value / lowest) / span : 0.5);
  const from = place(zone.low) - OVERHANG;
  const to = place(zone.high) + OVERHANG;
  const hasKnown = (test: (entry: ScaleEntry) => boolean) => entries.some((entry) => entry.known && test(entry));
  const hasLow = from > WORD_ROOM && hasKnown(({ value }) => value < zone.low);
  const hasHigh = to < WIDTH - WORD_ROOM && hasKnown(({ value }) => value > zone.high);
  const picture = svgElement(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${LINE + 38}`,
      role: 'img',
      'aria-label': TEXTS.scale(entries.map((entry) => `${entry.label} ${entry.assessment}`).join(', ')),
    },
    svgElement('line', { x1: 4, x2: WIDTH - 4, y1: LINE, y2: LINE, class: 'axis' }),
    svgElement('rect', { x: from, y: LINE - 11, width: to - from, height: 22, rx: 11, class: 'zone' }),
    ...(hasLow ? [text(from / 2, 12, scale.lowLabel, 'word')] : []),
    text(Math.min(Math.max((from + to) / 2, 28), WIDTH - 28), 12, zone.label, 'word right'),
    ...(hasHigh ? [text((to + WIDTH) / 2, 12, scale.highLabel, 'word')] : []),
    ...entries.map(({ variant, value, known }) => {
      const colour = colours.get(variant) ?? 'currentColor';
      return svgElement('circle', {
        cx: place(value),
        cy: LINE,
        r: value === chosen ? 7 : 4.5,
        fill: colour,
        stroke: colour,
        class: value === chosen ? 'best' : known ? '' : 'unknown',
      });
    }),
    ...labels(entries, chosen, place),
  );
  return element('div', { class: 'value-scale' }, label ? element('p', {}, label) : null, picture);
}

function labels(entries: readonly ScaleEntry[], chosen: number | null, place: (value: number) => number): SVGElement[] {
  let last = -Infinity;
  return entries.flatMap(({ value, label }) => {
    const x = place(value);
    const isChosen = value === chosen;
    const isCrowded = (chosen !== null && Math.abs(x - place(chosen)) < CROWDED) || x - last < CROWDED;
    if (!isChosen && isCrowded) return [];
    last = x;
    return [text(x, LINE + 30, label, isChosen ? 'name best' : 'name')];
  });
}

function text(x: number, y: number, content: string, kind: string): SVGElement {
  return svgElement('text', { x, y, class: kind }, content);
}
