import type { Severity } from '../domain/finding.ts';
import type { Palette } from './colour.ts';

/** Everything about a chart that depends on where it is shown. Colours are whatever the renderer takes, for SVG also CSS variables. */
export interface ChartTheme {
  /** A font family, or a list of them as in CSS. */
  readonly font: string;
  /** For numbers on shaded ground. */
  readonly foreground: string;
  /** For axes, their labels and notes. */
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** One colour a variant, in their order; see variantColours. */
  readonly variants: readonly string[];
  /** Of what is shaded as good. */
  readonly good: string;
  /** Of other marks, by their severity. */
  readonly severities: Readonly<Record<Severity, string>>;
  /** Of the bold lines, in pixels. */
  readonly lineWidth: number;
  /** Opacity of the measurements behind a smoothed line. */
  readonly rawOpacity: number;
}

/** Lines as they are drawn unless the page asks for more contrast. */
export const DEFAULT_LINES = { lineWidth: 2.5, rawOpacity: 0.25 } as const;

/**
 * For light pages. The ramp goes from the lowest rate to the highest, cold to hot: neighbours stay apart with every kind of colour
 * blindness, and in order with those for red and green, because lightness and blue–yellow both run one way along it; its cold end is the
 * darkest colour. The distinct colours were found by a search for the largest smallest distance between any two of them, in OKLab, with
 * each kind of colour blindness (Machado, Oliveira & Fernandes 2009), among colours that are legible as text; neighbours differ most.
 */
export const LIGHT_PALETTE: Palette = {
  ramp: ['#0a0a86', '#561f66', '#8c1f50', '#b03a36', '#a9680c'],
  distinct: ['#008180', '#541955', '#a733fd', '#7a0600', '#3204bc', '#7c6200'],
};

/** The same for dark pages. The ramp goes from blue to amber, where the hot end is the lightest. */
export const DARK_PALETTE: Palette = {
  ramp: ['#6470ff', '#ae7aca', '#e38ab0', '#ffab88', '#ffdf60'],
  distinct: ['#93bffb', '#e8a34f', '#a5fee8', '#dc598f', '#feee21', '#ab62fd'],
};
