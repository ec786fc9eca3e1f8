import type { LivePlot } from './livePlot.ts';
import { PlotArea } from './plotArea.ts';
import { PlotMotion } from './plotMotion.ts';
import type { PlotOverlay } from './plotOverlay.ts';
import type { Zoom } from '../src/charts/view.ts';

/** Pixels that a pointer moves before a press becomes a box. */
const DRAG = 5;
/** A box lower or narrower than this means the whole height or width. */
const MIN_BOX = 12;
/** A key moves the reading line by this share of the chart's width. */
const KEY_STEP = 1 / 40;
/** A key zooms by this factor. */
const KEY_ZOOM = 2;
/** A key moves the part that is seen by this share of it. */
const KEY_MOVE = 1 / 4;
/** The wheel zooms by e for so many pixels of it; a usual notch has a hundred. */
const WHEEL_ZOOM = 400;
/** Milliseconds after the last turn of the wheel until the exact picture is drawn. */
const WHEEL_REST = 100;
/** Keys that read a chart, and that elsewhere scroll the page. */
const READING_KEYS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'Home', 'End'];

/** What a user does with a chart. */
export interface PlotEvents {
  /** Points at a place of its horizontal axis, with the pointer at a height in pixels or with the keys. */
  onRead(x: number, pointerY: number | null): void;
  /** Moves the place that is read by so many measured points, where there are few. */
  onStep(direction: 1 | -1): void;
  onLeave(): void;
  /** Null shows all again. */
  onZoom(zoom: Zoom | null): void;
  /** All that the chart can show; null if unknown. */
  whole(): Zoom | null;
  /** Wants the chart to fill the panel, or to see the others again. */
  onFill(): void;
  /** Whether a click at a place in the picture opens something, in pixels. */
  canOpen(x: number, y: number): boolean;
  /** Clicks at such a place. */
  onOpen(x: number, y: number): void;
  /** Wants to open what is read now. */
  onOpenRead(): void;
}

type Place = readonly [x: number, y: number];

/** Turns what pointer and keys do over a chart into reading and zooming. */
export class PlotPointer {
  readonly #motion: PlotMotion;
  #pressed: Place | null = null;
  #dragging = false;
  /** Where the pointer was last while it moves the picture. */
  #moved: Place | null = null;
  #wheelTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly plot: LivePlot,
    private readonly overlay: PlotOverlay,
    private readonly events: PlotEvents,
  ) {
    this.#motion = new PlotMotion(plot.container);
    place.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
    place.addEventListener('pointerdown', (event) => this.#onPointerDown(event));
    place.addEventListener('pointermove', (event) => this.#onPointerMove(event));
    place.addEventListener('pointerup', (event) => this.#onPointerUp(event));
    place.addEventListener('pointercancel', () => this.#endDrag());
    place.addEventListener('pointerleave', () => events.onLeave());
    place.addEventListener('dblclick', () => events.onZoom(null));
    place.addEventListener('blur', () => events.onLeave());
  }

  /** The exact picture of a part is drawn, null for the whole. */
  settle(drawn: Zoom | null): void {
    this.#motion.settle(drawn);
  }

  /** Reads and zooms by keys around the place that is read now, or the middle. */
  onKeydown(event: KeyboardEvent, reading: number | null): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const area = this.#area();
    if (!area) {
      // It is drawn in a moment: until then the keys do not scroll the page away from it.
      if (READING_KEYS.includes(event.key)) event.preventDefault();
      return;
    }
    const at = reading ?? area.valueAtX(area.left + area.width / 2);
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowRight':
        if (event.shiftKey) {
          this.#motion.begin(area, this.events.whole());
          this.#motion.move((event.key === 'ArrowLeft' ? 1 : -1) * KEY_MOVE * area.width, 0);
          this.#endMotion();
        } else if (reading === null) this.events.onRead(at, null);
        else this.events.onStep(event.key === 'ArrowLeft' ? -1 : 1);
        break;
      case 'Home':
        this.events.onRead(area.valueAtX(area.left), null);
        break;
      case 'End':
        this.events.onRead(area.valueAtX(area.right), null);
        break;
      case '+':
      case '=':
        // Keys may come faster than pictures.
        this.#motion.begin(area, this.events.whole());
        this.#motion.stretch(this.#motion.placeOf(area.pixelOfX(at)), KEY_ZOOM);
        this.#endMotion();
        break;
      case '0':
      case '-':
        this.events.onZoom(null);
        break;
      case 'Enter':
        if (reading === null) return;
        this.events.onOpenRead();
        break;
      case 'f':
      case 'F':
        this.events.onFill();
        break;
      case 'Escape': {
        const hasEnded = this.#dragging;
        this.#endDrag();
        this.events.onLeave();
        // Elsewhere the key leads back to all charts.
        if (!hasEnded) return;
        break;
      }
      default:
        return;
    }
    event.preventDefault();
  }

  /** The place one key press further in a chart without single points. */
  nextTo(x: number, direction: 1 | -1): number {
    const area = this.#area();
    if (!area) return x;
    const pixel = area.pixelOfX(x) + direction * area.width * KEY_STEP;
    return area.valueAtX(Math.min(Math.max(pixel, area.left), area.right));
  }

  #area(): PlotArea | null {
    return this.plot.view && new PlotArea(this.plot.view);
  }

  #placeOf(event: MouseEvent): Place {
    const { left, top } = this.place.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  #onPointerDown(event: PointerEvent): void {
    const place = this.#placeOf(event);
    if (event.button !== 0 || !this.#area()?.contains(...place)) return;
    this.place.setPointerCapture(event.pointerId);
    if (!event.shiftKey) {
      this.#pressed = place;
      return;
    }
    this.#moved = place;
    this.events.onLeave();
    this.#motion.begin(this.#area()!, this.events.whole());
  }

  #onPointerMove(event: PointerEvent): void {
    const area = this.#area();
    if (!area) return;
    const [x, y] = this.#placeOf(event);
    if (this.#moved) {
      this.#motion.move(x - this.#moved[0], y - this.#moved[1]);
      this.#moved = [x, y];
      return;
    }
    if (this.#pressed) {
      const [fromX, fromY] = this.#pressed;
      this.#dragging ||= Math.hypot(x - fromX, y - fromY) > DRAG;
      if (this.#dragging) this.overlay.showBox(...corners(area, this.#pressed, [x, y]));
    }
    this.place.classList.toggle('opens', !this.#dragging && this.events.canOpen(x, y));
    // Flags and texts stand above the plot.
    if (area.contains(x, Math.max(y, area.top))) this.events.onRead(area.valueAtX(x), y);
    else if (!this.#dragging) this.events.onLeave();
  }

  /** Without Ctrl, as a pinch has it too, the wheel scrolls the page. */
  #onWheel(event: WheelEvent): void {
    const area = this.#area();
    const [x, y] = this.#placeOf(event);
    if (!event.ctrlKey || !area?.contains(x, y)) return;
    event.preventDefault();
    this.events.onLeave();
    this.#motion.begin(area, this.events.whole());
    this.#motion.stretch(x, Math.exp(-event.deltaY / WHEEL_ZOOM));
    clearTimeout(this.#wheelTimer);
    this.#wheelTimer = setTimeout(() => this.#endMotion(), WHEEL_REST);
  }

  #endMotion(): void {
    const part = this.#motion.end();
    if (part !== undefined) this.events.onZoom(part);
  }

  #onPointerUp(event: PointerEvent): void {
    const area = this.#area();
    const [pressed, isDragged] = [this.#pressed, this.#dragging];
    this.#endDrag();
    if (!pressed || !area) return;
    if (isDragged) this.events.onZoom(area.zoomTo(...corners(area, pressed, this.#placeOf(event))));
    else if (this.events.canOpen(...pressed)) this.events.onOpen(...pressed);
  }

  #endDrag(): void {
    if (this.#moved) this.#endMotion();
    this.#moved = null;
    this.#pressed = null;
    this.#dragging = false;
    this.overlay.hideBox();
  }
}

/** The box between two places, inside the plot; a thin one takes all of the other direction. */
function corners(area: PlotArea, [x1, y1]: Place, [x2, y2]: Place): [Place, Place] {
  const inX = (x: number): number => Math.min(Math.max(x, area.left), area.right);
  const inY = (y: number): number => Math.min(Math.max(y, area.top), area.bottom);
  const flat = Math.abs(y2 - y1) < MIN_BOX;
  const narrow = Math.abs(x2 - x1) < MIN_BOX;
  return [
    [narrow ? area.left : inX(x1), flat && !narrow ? area.top : inY(y1)],
    [narrow ? area.right : inX(x2), flat && !narrow ? area.bottom : inY(y2)],
  ];
}
