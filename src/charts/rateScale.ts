import * as l10n from '@vscode/l10n';
import { formatRate } from '../domain/rate.ts';
import { label, round, svg, widthOf } from './sketch.ts';
import type { Anchor, SketchColours } from './sketch.ts';

/** What a scale shows. All rates are above 0. */
export interface RateScale {
  readonly value: number;
  readonly usual: readonly [low: number, high: number];
  /** The framework's default; null if it has none. */
  readonly frameworkDefault: number | null;
}

export const SCALE_SIZE = { width: 290, height: 64 } as const;

/** Beside the outermost ticks there is room for half a label. */
const MARGIN = 18;
const BAND = { top: 22, height: 10 } as const;
const TICK_LABEL = 46;
const STANDARD_LABEL = 60;
/** Beyond the outermost rates, in decades. */
const ROOM = 0.25;
/** Of more decades than this only every second or third has a tick. */
const MAX_TICKS = 7;

/** A rate on a log scale: a band for what is usual, a pin for the value, a ring for the framework's default. */
export function drawRateScale(scale: RateScale, colours: SketchColours): string {
  const { value, usual, frameworkDefault } = scale;
  const [first, last] = decadesOf(scale);
  const { width, height } = SCALE_SIZE;
  const x = (rate: number): number => MARGIN + ((Math.log10(rate) - first) / (last - first)) * (width - 2 * MARGIN);
  const middle = BAND.top + BAND.height / 2;
  const pin = pinColour(scale, colours);
  return svg(width, height, [
    `<path d="M${MARGIN} ${middle}H${round(x(usual[0]))}M${round(x(usual[1]))} ${middle}H${width - MARGIN}" stroke="${colours.line}" stroke-width="2"/>`,
    `<rect x="${round(x(usual[0]))}" y="${BAND.top}" width="${round(x(usual[1]) - x(usual[0]))}" height="${BAND.height}" rx="${BAND.height / 2}" fill="${colours.usual}" fill-opacity="0.45" stroke="${colours.usual}"/>`,
    ...ticks(first, last, x, colours),
    ...(frameworkDefault === null ? [] : ring(x(frameworkDefault), frameworkDefault, colours)),
    `<path d="M${round(x(value))} ${BAND.top + BAND.height + 1}V${BAND.top - 4}" stroke="${pin}" stroke-width="2"/>`,
    `<circle cx="${round(x(value))}" cy="${BAND.top - 4}" r="3.5" fill="${pin}"/>`,
    labelInside(x(value), 11, formatRate(value), pin, true),
  ]);
}

/** What the picture says, for those who do not see it. */
export function describeRateScale({ value, usual, frameworkDefault }: RateScale): string {
  const rates = [value, ...usual].map(formatRate);
  return frameworkDefault === null
    ? l10n.t('{0} on a log scale; usual are {1} to {2}', ...rates)
    : l10n.t('{0} on a log scale; usual are {1} to {2}, default {3}', ...rates, formatRate(frameworkDefault));
}

/** Whole decades around all there is to show, with some room at the ends. */
function decadesOf({ value, usual, frameworkDefault }: RateScale): [number, number] {
  const all = [value, ...usual, ...(frameworkDefault === null ? [] : [frameworkDefault])].map(Math.log10);
  return [Math.floor(Math.min(...all) - ROOM), Math.ceil(Math.max(...all) + ROOM)];
}

function ticks(first: number, last: number, x: (rate: number) => number, { muted, line }: SketchColours): string[] {
  const every = Math.ceil((last - first + 1) / MAX_TICKS);
  const bottom = BAND.top + BAND.height;
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) =>
    Number(`1e${first + index * every}`),
  ).flatMap((rate) => {
    return [
      `<path d="M${round(x(rate))} ${bottom}v3" stroke="${line}"/>`,
      label(x(rate), TICK_LABEL, formatRate(rate), muted),
    ];
  });
}

function ring(at: number, rate: number, { text, muted }: SketchColours): string[] {
  const ring = `<circle cx="${round(at)}" cy="${BAND.top + BAND.height / 2}" r="3" fill="none" stroke="${text}" stroke-width="1.5"/>`;
  return [ring, labelInside(at, STANDARD_LABEL, `○ ${l10n.t('default {0}', formatRate(rate))}`, muted, false)];
}

/** A label that is kept inside the picture. */
function labelInside(at: number, y: number, text: string, colour: string, bold: boolean): string {
  const half = widthOf(text) / 2;
  const anchor: Anchor = at < half ? 'start' : at > SCALE_SIZE.width - half ? 'end' : 'middle';
  const x = anchor === 'start' ? 1 : anchor === 'end' ? SCALE_SIZE.width - 1 : at;
  return label(x, y, text, colour, { anchor, bold });
}

function pinColour({ value, usual: [low, high] }: RateScale, colours: SketchColours): string {
  if (value > high) return colours.high;
  return value < low ? colours.low : colours.text;
}
