import type { VariantValues } from '../domain/variant.ts';
import { categoriesOf } from './categories.ts';

/** A colour in OKLab, where equal distances look about equally large: lightness 0..1, green–red, blue–yellow. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** Smallest contrast that normal text needs on its background (WCAG 2.2, success criterion 1.4.3). */
const LEGIBLE_CONTRAST = 4.5;

/** One step of lightness while looking for a legible colour. */
const LIGHTNESS_STEP = 0.02;

/** The colours that variants are drawn in. */
export interface Palette {
  /** "#rrggbb" stops for what has an order, dark to light or light to dark. */
  readonly ramp: readonly string[];
  /** "#rrggbb" for what has none. */
  readonly distinct: readonly string[];
}

/**
 * One colour a variant: along the ramp by its rate, so that both engines at one rate share a colour, or by its batch size; where variants
 * differ in what has no order, a distinct one a category, see categoriesOf.
 * @param background "#rrggbb"; colours that would be too faint for a label on it are moved away from it
 */
export function variantColours(
  variants: readonly { readonly values: VariantValues }[],
  { ramp, distinct }: Palette,
  background: string,
): string[] {
  const colours =
    categoriesOf(variants)?.map((category) => distinct[category % distinct.length]) ??
    rampPositions(variants).map((place) => alongRamp(ramp, place));
  return colours.map((colour) => legible(colour, background));
}

function rampPositions(variants: readonly { readonly values: VariantValues }[]): number[] {
  const batchSizes = variants.map(({ values: { batchSize } }) => batchSize);
  const distinct = [...new Set(batchSizes)];
  if (distinct.length === 1) return rampPositionsOfRates(variants.map(({ values: { rate } }) => rate!));
  return batchSizes.map((batchSize) => distinct.indexOf(batchSize) / (distinct.length - 1));
}

/** Positions on the ramp: the mean of the rate's logarithm and its rank, so that rates close to each other get distinct colours. */
function rampPositionsOfRates(rates: readonly number[]): number[] {
  const distinct = [...new Set(rates)].sort((a, b) => a - b);
  const lowest = Math.log(distinct[0]);
  const span = Math.log(distinct[distinct.length - 1]) - lowest;
  return rates.map((rate) => {
    const rank = distinct.length > 1 ? distinct.indexOf(rate) / (distinct.length - 1) : 0.5;
    const place = span > 0 ? (Math.log(rate) - lowest) / span : rank;
    return (place + rank) / 2;
  });
}

/** Contrast ratio of two "#rrggbb" colours, 1..21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

export function toLab(colour: string): Lab {
  const [red, green, blue] = linearChannels(colour);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

function toHex([lightness, a, b]: Lab): string {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
  const bytes = channels.map((channel) => {
    const clamped = Math.min(1, Math.max(0, channel));
    return Math.round(255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055));
  });
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function alongRamp(ramp: readonly string[], place: number): string {
  const at = place * (ramp.length - 1);
  const index = Math.min(Math.floor(at), ramp.length - 2);
  const from = toLab(ramp[index]);
  const to = toLab(ramp[index + 1]);
  const mix = (channel: 0 | 1 | 2) => from[channel] + (at - index) * (to[channel] - from[channel]);
  return toHex([mix(0), mix(1), mix(2)]);
}

function legible(colour: string, background: string): string {
  const away = luminance(background) > 0.18 ? -LIGHTNESS_STEP : LIGHTNESS_STEP;
  let [lightness, a, b] = toLab(colour);
  let result = colour;
  while (contrast(result, background) < LEGIBLE_CONTRAST && lightness > 0 && lightness < 1) {
    lightness += away;
    result = toHex([lightness, a, b]);
  }
  return result;
}

function luminance(colour: string): number {
  const [red, green, blue] = linearChannels(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linearChannels(colour: string): number[] {
  return [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
}
