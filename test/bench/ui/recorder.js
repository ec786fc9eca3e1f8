/* global CanvasRenderingContext2D, requestAnimationFrame */

// Runs in each document of the workbench before its own scripts. Records the frames in which a chart of the panel was drawn, as
// {time, chart, hasCurve} in `pictures`; times are those of Date.now().
(() => {
  const context = CanvasRenderingContext2D.prototype;
  const { clearRect, beginPath, lineTo, stroke } = context;
  const pictures = [];
  globalThis.pictures = pictures;
  /** By canvas that was drawn since the last frame, whether with a curve. */
  const drawn = new Map();
  /** By context, how many lines the path has. */
  const lines = new WeakMap();

  const record = () => {
    for (const [canvas, hasCurve] of drawn) {
      const chart = canvas.closest?.('[data-chart]')?.dataset.chart;
      if (chart) pictures.push({ time: Date.now(), chart, hasCurve });
    }
    drawn.clear();
  };

  // A renderer clears its canvas before it draws.
  context.clearRect = function (...place) {
    if (drawn.size === 0) requestAnimationFrame(record);
    drawn.set(this.canvas, false);
    clearRect.apply(this, place);
  };
  context.beginPath = function () {
    lines.set(this, 0);
    beginPath.call(this);
  };
  context.lineTo = function (x, y) {
    lines.set(this, (lines.get(this) ?? 0) + 1);
    lineTo.call(this, x, y);
  };
  // Axes and grids are strokes of one line each.
  context.stroke = function (...path) {
    if (lines.get(this) > 1 && drawn.has(this.canvas)) drawn.set(this.canvas, true);
    stroke.apply(this, path);
  };
})();
