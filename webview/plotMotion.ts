import type { Zoom } from '../src/charts/view.ts';
import { element } from './dom.ts';
import type { PlotArea } from './plotArea.ts';
import { kept, stretched } from './plotShift.ts';
import type { PlotExtent, Shift } from './plotShift.ts';

const STILL: Shift = { stretch: 1, left: 0, top: 0 };
/** Ends that are nearer than this are the same, in pixels. */
const SAME = 0.5;

/**
 * Moves and scales the last picture of a plot while the reader drags or zooms: the browser does that without drawing it. The exact picture
 * takes its place when it is there.
 */
export class PlotMotion {
  readonly #picture = element('canvas');
  readonly #frame = element('div', { class: 'moving', 'aria-hidden': 'true' }, this.#picture);
  #area: PlotArea | null = null;
  #extent: PlotExtent | null = null;
  #shift = STILL;
  /** The part that was asked for and is not drawn yet, null for the whole; undefined while the reader moves. */
  #asked: Zoom | null | undefined;

  /** @param container of the exact picture */
  constructor(private readonly container: HTMLElement) {}

  /**
   * Takes the picture that is moved; goes on with the last one if the exact one has not replaced it yet.
   * @param whole all that the plot can show; null if unknown
   */
  begin(area: PlotArea, whole: Zoom | null): void {
    this.#asked = undefined;
    if (this.#area) return;
    const drawn = this.container.querySelector('canvas');
    if (!drawn) return;
    const { left, top, width, height } = area;
    this.#area = area;
    this.#extent = { width, height, whole: whole && area.pixelsOf(whole) };
    this.#shift = STILL;
    const ratio = drawn.width / drawn.clientWidth;
    this.#picture.width = Math.round(width * ratio);
    this.#picture.height = Math.round(height * ratio);
    this.#picture.getContext('2d')?.drawImage(drawn, -left * ratio, -top * ratio);
    for (const part of [this.#frame, this.#picture]) {
      part.style.width = `${width}px`;
      part.style.height = `${height}px`;
    }
    this.#frame.style.left = `${left}px`;
    this.#frame.style.top = `${top}px`;
    this.#apply(STILL);
    this.container.after(this.#frame);
  }

  /** Where a place of the picture is seen now, both in pixels from its left edge. */
  placeOf(x: number): number {
    if (!this.#area) return x;
    const { stretch, left } = this.#shift;
    return this.#area.left + left + stretch * (x - this.#area.left);
  }

  /** @param x pixels from the left edge of the picture, which stay where they are */
  stretch(x: number, factor: number): void {
    if (this.#area) this.#apply(stretched(this.#shift, x - this.#area.left, factor));
  }

  move(byX: number, byY: number): void {
    const { stretch, left, top } = this.#shift;
    this.#apply({ stretch, left: left + byX, top: top + byY });
  }

  /** The part that is seen now, which is to be drawn; null for the whole, undefined if nothing was moved. */
  end(): Zoom | null | undefined {
    if (!this.#area || !this.#extent) return undefined;
    const { stretch, left, top } = this.#shift;
    const { width, height, whole } = this.#extent;
    const x = [-left / stretch, (width - left) / stretch] as const;
    const y = [-top, height - top] as const;
    const isWhole = whole && [...x, ...y].every((end, index) => Math.abs(end - [...whole.x, ...whole.y][index]) < SAME);
    this.#asked = isWhole ? null : this.#area.partOf(x, y);
    return this.#asked;
  }

  /** The exact picture of a part is there, or of the whole. */
  settle(drawn: Zoom | null): void {
    if (!this.#area || this.#asked === undefined) return;
    if (JSON.stringify(drawn) !== JSON.stringify(this.#asked)) return;
    this.#area = null;
    this.#frame.remove();
  }

  #apply(shift: Shift): void {
    if (!this.#extent) return;
    this.#shift = kept(shift, this.#extent);
    const { stretch, left, top } = this.#shift;
    this.#picture.style.transform = `translate(${left}px, ${top}px) scaleX(${stretch})`;
  }
}
