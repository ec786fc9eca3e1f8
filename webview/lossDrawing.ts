import { pixelOf, shareAlong } from '../src/charts/axes.ts';
import type { CurveVariant } from '../src/charts/curveVariant.ts';
import { dashesOf } from '../src/charts/dashes.ts';
import type { Figure, Point, VariantPoint } from '../src/charts/figure.ts';
import { groupBy } from '../src/charts/groupBy.ts';
import type { Layout } from '../src/charts/layout.ts';
import { formatX, formatY } from '../src/charts/reading.ts';
import type { ChartTheme } from '../src/charts/theme.ts';
import { svgElement } from './dom.ts';

/** Everything that is drawn, and how large the plot between the axes is in pixels. */
export interface LossDrawingInput {
  readonly figure: Figure;
  readonly variants: readonly CurveVariant[];
  readonly theme: ChartTheme;
  readonly layout: Layout;
  /** The numbers along the vertical axis. */
  readonly ticks: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** Only in plots wider than this, the title of the horizontal axis stands between its numbers. */
const TITLED_WIDTH = 160;
/** Half the width of the mark where a line leaves the plot. */
const MARK = 4;
/** From the middle of a letter to its foot. */
const TO_BASELINE = 4;
/** Dashes of what leads from the end of a line to its name. */
const LEADER_DASHES = '1 4';
/** From the end of the plot to the first letter of a name. */
export const NAME_OFFSET = 9;
/** The share of the panel's line width that lines have here. */
const LINE_SHARE = 0.75;
const DOT_RADIUS = 2;
/** From the plot down to the foot of the numbers below it, and left to the numbers beside it. */
export const NUMBER_OFFSET = 14;
export const NUMBER_GAP = MARK + 2;

/** A small picture of a figure: its axes with a few numbers, its lines with their names, and marks where lines leave the plot. */
export class LossDrawing {
  constructor(private readonly input: LossDrawingInput) {}

  /** From back to front, in the pixels of the plot. */
  elements(): SVGElement[] {
    const { width, height } = this.input;
    // An inner SVG cuts off what goes beyond it.
    const inside = svgElement('svg', { width, height }, ...this.#findings(), ...this.#lines());
    return [...this.#verticalAxis(), ...this.#horizontalAxis(), inside, ...this.#clippings(), ...this.#names()];
  }

  #x(value: number): number {
    return this.input.width * shareAlong(value, this.input.figure.x);
  }

  #y(value: number): number {
    const { figure, height } = this.input;
    return Math.min(Math.max(pixelOf(value, figure.y, height), -height), 2 * height);
  }

  #verticalAxis(): SVGElement[] {
    const { figure, width, ticks, theme } = this.input;
    return ticks.flatMap((value) => {
      const y = this.#y(value);
      return [
        svgElement('line', { x1: 0, x2: width, y1: y, y2: y, stroke: theme.grid }),
        svgElement(
          'text',
          { x: -NUMBER_GAP, y: y + TO_BASELINE, 'text-anchor': 'end', fill: theme.muted },
          formatY(figure, value),
        ),
      ];
    });
  }

  /** The ends of the axis and what it counts: more would not fit. */
  #horizontalAxis(): SVGElement[] {
    const { figure, width, height, theme } = this.input;
    const [from, to] = figure.x.domain;
    const text = (x: number, anchor: string, words: string): SVGElement =>
      svgElement('text', { x, y: height + NUMBER_OFFSET, 'text-anchor': anchor, fill: theme.muted }, words);
    return [
      svgElement('line', { x1: 0, x2: width, y1: height, y2: height, stroke: theme.muted }),
      text(0, 'start', formatX(figure, from)),
      ...(width >= TITLED_WIDTH ? [text(width / 2, 'middle', figure.x.title)] : []),
      text(width, 'end', formatX(figure, to)),
    ];
  }

  /** Where something was found. */
  #findings(): SVGElement[] {
    const { layout, height, theme } = this.input;
    return layout.marks.flatMap(({ x, severity }) => {
      if (severity === 'good') return [];
      const place = this.#x(x);
      const stroke = theme.severities[severity];
      return [svgElement('line', { x1: place, x2: place, y1: 0, y2: height, stroke, 'stroke-dasharray': '3 3' })];
    });
  }

  #lines(): SVGElement[] {
    const { figure, variants, theme } = this.input;
    const bold = LINE_SHARE * theme.lineWidth;
    const line = (points: readonly VariantPoint[], strokeWidth: number, opacity: number): SVGElement => {
      const [{ variant, line }] = points;
      const dashes = dashesOf(variants[variant].dashes, line > 0);
      return svgElement('path', {
        d: `M${points.map((point) => this.#placeOf(point)).join('L')}`,
        fill: 'none',
        stroke: theme.variants[variant],
        'stroke-width': strokeWidth,
        'stroke-linejoin': 'round',
        'stroke-dasharray': dashes && dashes.join(' '),
        opacity,
      });
    };
    const dots = figure.dots ? figure.main : [];
    return [
      ...[...groupBy(figure.seeds, ({ run, line }) => `${run} ${line}`).values()].map((points) =>
        line(points, 1, 2 * theme.rawOpacity),
      ),
      ...[...groupBy(figure.main, ({ variant, line }) => `${variant} ${line}`).values()].map((points) =>
        line(points, bold, 1),
      ),
      ...dots.map(({ x, y, variant }) =>
        svgElement('circle', { cx: this.#x(x), cy: this.#y(y), r: DOT_RADIUS, fill: theme.variants[variant] }),
      ),
    ];
  }

  #placeOf({ x, y }: Point): string {
    return `${this.#x(x).toFixed(1)},${this.#y(y).toFixed(1)}`;
  }

  /** Where a line becomes NaN a cross, where it goes beyond the axis an arrow, with its name if it has none at its end. */
  #clippings(): SVGElement[] {
    const { figure, variants, layout, theme, width, height } = this.input;
    const named = new Set(layout.ends.map(({ variant }) => variant));
    return layout.clippings.flatMap(({ x, y, kind, texts, variant }) => {
      const place = this.#x(x);
      const top = Math.min(Math.max(pixelOf(y, figure.y, height), 0), height);
      const colour = theme.variants[variant];
      const shape =
        kind === 'nan'
          ? `M-${MARK},-${MARK}L${MARK},${MARK}M-${MARK},${MARK}L${MARK},-${MARK}`
          : `M-${MARK},${MARK}L0,-${MARK}L${MARK},${MARK}Z`;
      const isLeft = place > width / 2;
      const name = svgElement(
        'text',
        {
          class: 'name',
          x: place + (isLeft ? -1 : 1) * (MARK + 2),
          y: top + TO_BASELINE,
          'text-anchor': isLeft ? 'end' : 'start',
          fill: colour,
        },
        variants[variant].label,
      );
      return [
        svgElement('path', {
          d: shape,
          transform: `translate(${place.toFixed(1)} ${top.toFixed(1)})`,
          fill: kind === 'nan' ? 'none' : colour,
          stroke: colour,
          'stroke-width': kind === 'nan' ? 2 : 0,
        }),
        ...(texts.length > 0 && variants.length > 1 && !named.has(variant) ? [name] : []),
      ];
    });
  }

  /** Beside the lines, each with a dotted line from where its line ends. */
  #names(): SVGElement[] {
    const { layout, theme, width } = this.input;
    return layout.ends.flatMap(({ x, y, text, variant, labelY }) => {
      const colour = theme.variants[variant];
      const [endY, nameY] = [this.#y(y), this.#y(labelY)];
      const name = { class: 'name', x: width + NAME_OFFSET, y: nameY + TO_BASELINE, fill: colour };
      return [
        svgElement('path', {
          d: `M${this.#x(x)},${endY}H${width}L${width + NAME_OFFSET - 2},${nameY}`,
          fill: 'none',
          stroke: colour,
          'stroke-dasharray': LEADER_DASHES,
        }),
        svgElement('text', name, text),
      ];
    });
  }
}
