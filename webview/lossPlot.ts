import { ticksOf } from '../src/charts/axes.ts';
import { FigureReader, formatY } from '../src/charts/reading.ts';
import { LETTER_WIDTH, layOut } from '../src/charts/layout.ts';
import type { ChartInput } from './chartCard.ts';
import { element, setAttributes, svgElement } from './dom.ts';
import { LossDrawing, NAME_OFFSET, NUMBER_GAP, NUMBER_OFFSET } from './lossDrawing.ts';
import { TEXTS } from './texts.ts';
import type { Picture } from './updateScheduler.ts';

/** Pixels around the plot besides its texts: what is between them and the plot and a little more, and above it half a letter. */
const MARGIN = { left: NUMBER_GAP + 2, top: 7, bottom: NUMBER_OFFSET + 3, right: NAME_OFFSET + 2 };
/** What a digit takes, in pixels: nearly 0.6 of the font size in media/loss.css, as in the widest of the usual fonts. */
const DIGIT_WIDTH = 6.5;
/** From one number along the vertical axis to the next, at least. */
const TICK_HEIGHT = 22;
/** Names never take more than this share of the width. */
const NAMES_SHARE = 0.3;

/**
 * The curves of one figure in little room: drawn as SVG, without Vega, so that the page is small and there at once. What is drawn is
 * the same as in the panel, and so are the colours.
 */
export class LossPlot implements Picture {
  readonly root = element('div', { class: 'loss-plot' });
  readonly isInView = true;
  readonly #svg = svgElement('svg', { role: 'img' });
  #input: Pick<ChartInput, 'figure' | 'variants' | 'theme'> | null = null;

  constructor() {
    this.root.append(this.#svg);
  }

  /** Takes what is to be drawn. */
  update(input: Pick<ChartInput, 'figure' | 'variants' | 'theme'>): void {
    this.#input = input;
  }

  /** Draws what was given last, as large as there is room. */
  async draw(): Promise<void> {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!this.#input || width === 0 || height === 0) return;
    const { figure, variants, theme } = this.#input;
    const plotHeight = Math.max(1, height - MARGIN.top - MARGIN.bottom);
    const layout = layOut(figure, variants, width, plotHeight);
    const ticks = ticksOf(figure.y, plotHeight / TICK_HEIGHT);
    const left = MARGIN.left + DIGIT_WIDTH * Math.max(...ticks.map((tick) => formatY(figure, tick).length));
    const letters = Math.max(0, ...layout.ends.map(({ text }) => text.length));
    const names = Math.min(LETTER_WIDTH * letters, NAMES_SHARE * width);
    const plotWidth = Math.max(1, width - left - MARGIN.right - names);
    const drawing = new LossDrawing({ figure, variants, theme, layout, ticks, width: plotWidth, height: plotHeight });
    const ends = new FigureReader(figure, variants).ends().map(({ name, text }) => TEXTS.spokenValue(name, text));
    setAttributes(this.#svg, { width, height, 'aria-label': TEXTS.chart(figure.title, `${ends.join('; ')}.`) });
    const place = `translate(${left} ${MARGIN.top})`;
    this.#svg.replaceChildren(svgElement('g', { transform: place }, ...drawing.elements()));
  }
}
