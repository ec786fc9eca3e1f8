import type { Scale, View } from 'vega';
import type { Zoom } from '../src/charts/view.ts';

/** A scale of an axis, which numbers go through both ways. */
interface AxisScale {
  (value: number): number;
  invert(pixel: number): number;
  copy(): AxisScale;
}

/** What Vega keeps of a picture's padding, however it was given. */
interface Padding {
  readonly left: number;
  readonly top: number;
}

/** The part of a picture between its axes, in the pixels of the whole picture. */
export class PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly #x: AxisScale;
  readonly #y: AxisScale;

  constructor(view: View) {
    const [x, y] = view.origin();
    // The origin is counted from inside the padding, the pointer from the edge of the picture.
    const padding = view.padding() as Padding;
    this.left = x + padding.left;
    this.top = y + padding.top;
    this.width = Number(view.signal('width'));
    this.height = Number(view.signal('height'));
    // Vega changes its own when it draws another part.
    this.#x = (view.scale('x') as Scale & AxisScale).copy();
    this.#y = (view.scale('y') as Scale & AxisScale).copy();
  }

  get right(): number {
    return this.left + this.width;
  }

  get bottom(): number {
    return this.top + this.height;
  }

  contains(x: number, y: number): boolean {
    return x >= this.left && x <= this.right && y >= this.top && y <= this.bottom;
  }

  pixelOfX(value: number): number {
    return this.left + this.#x(value);
  }

  /** Kept inside the plot, where a line beyond it leaves. */
  pixelOfY(value: number): number {
    return Math.min(Math.max(this.top + this.#y(value), this.top), this.bottom);
  }

  valueAtX(pixel: number): number {
    return this.#x.invert(pixel - this.left);
  }

  /** Where a part of the plot begins and ends, in pixels from its left and its top edge. */
  pixelsOf({ x, y }: Zoom): { readonly x: readonly [number, number]; readonly y: readonly [number, number] } {
    return { x: [this.#x(x[0]), this.#x(x[1])], y: [this.#y(y[1]), this.#y(y[0])] };
  }

  /** The part of the plot between such pixels. */
  partOf(x: readonly [number, number], y: readonly [number, number]): Zoom {
    return {
      x: [this.#x.invert(x[0]), this.#x.invert(x[1])],
      y: [this.#y.invert(y[1]), this.#y.invert(y[0])],
    };
  }

  /** What lies between two corners, in any order. */
  zoomTo([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): Zoom {
    const clampX = (pixel: number): number => Math.min(Math.max(pixel, this.left), this.right);
    const clampY = (pixel: number): number => Math.min(Math.max(pixel, this.top), this.bottom);
    const y = (pixel: number): number => this.#y.invert(clampY(pixel) - this.top);
    return {
      x: [this.valueAtX(clampX(Math.min(x1, x2))), this.valueAtX(clampX(Math.max(x1, x2)))],
      y: [y(Math.max(y1, y2)), y(Math.min(y1, y2))],
    };
  }
}
