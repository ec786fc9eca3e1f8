import * as l10n from '@vscode/l10n';
import { formatLoss, formatStep } from '../domain/format.ts';
import { firstNonFinite } from '../domain/series.ts';
import type { Series } from '../domain/series.ts';
import { thinSeries } from '../domain/thinning.ts';
import { label, round, svg } from './sketch.ts';
import type { SketchColours } from './sketch.ts';

/** The loss of one run. */
export interface LossLine {
  /** Its rate: "0.003". */
  readonly name: string;
  readonly loss: Series;
  /** The final loss by which runs are judged, a mean of the last ones; null while the run goes on, or where it has none. */
  readonly score: number | null;
}

/** What a picture of the last runs with a number shows. */
export interface LossCurves {
  readonly newest: LossLine;
  /** The run before, with another number; null if there was none. */
  readonly earlier: LossLine | null;
}

const SIZE = { width: 214, height: 64 } as const;
const PLOT = { left: 4, right: 128, top: 6, bottom: 50 } as const;
const LEGEND = { left: PLOT.right + 8, top: PLOT.top + 8, line: 15 } as const;
const CAPTION = PLOT.bottom + 12;
/** About how many points there is room for. */
const MAX_POINTS = 2 * (PLOT.right - PLOT.left);
/** The axis ends so much above the highest first loss: a run that explodes would press all others flat. */
const ROOM = 1.5;
/** Half the size of the cross where a loss is not finite. */
const CROSS = 3;

/** Small curves of the loss over each other, the newest bold, with the rate and the final loss of each beside them. */
export function drawLossCurves({ newest, earlier }: LossCurves, { text, muted, line }: SketchColours): string {
  const lines = [newest, ...(earlier ? [earlier] : [])];
  const lastStep = Math.max(1, ...lines.map(({ loss }) => loss.steps.at(-1) ?? 0));
  const top = ROOM * Math.max(...lines.map(({ loss }) => loss.values.find(Number.isFinite) ?? 0)) || 1;
  const x = (step: number): number => PLOT.left + (step / lastStep) * (PLOT.right - PLOT.left);
  const y = (loss: number): number => PLOT.bottom - (Math.min(Math.max(loss, 0), top) / top) * (PLOT.bottom - PLOT.top);
  const drawn = lines.map((drawnLine, index) => {
    const { loss } = drawnLine;
    const isNewest = index === 0;
    const colour = isNewest ? text : muted;
    const style = isNewest ? 'stroke-width="1.8"' : 'stroke-width="1.2" stroke-dasharray="3 2"';
    const broken = firstNonFinite(loss);
    return [
      `<path d="${pathOf(thinSeries(loss, MAX_POINTS), x, y)}" fill="none" stroke="${colour}" ${style} stroke-linejoin="round"/>`,
      broken ? cross(x(broken.step), colour) : '',
      label(LEGEND.left, LEGEND.top + index * LEGEND.line, endOf(drawnLine), colour, {
        anchor: 'start',
        bold: isNewest,
      }),
    ].join('');
  });
  return svg(SIZE.width, SIZE.height, [
    `<path d="M${PLOT.left} ${PLOT.bottom + 0.5}H${PLOT.right}" stroke="${line}"/>`,
    // The newest is drawn last, over the other.
    ...drawn.reverse(),
    label(PLOT.left, CAPTION, '0', muted, { anchor: 'start' }),
    label(PLOT.right, CAPTION, formatStep(lastStep), muted, { anchor: 'end' }),
  ]);
}

/** What the picture says, for those who do not see it. */
export function describeLossCurves({ newest, earlier }: LossCurves): string {
  return earlier
    ? l10n.t('Final loss at rate {0}; previous run at rate {1}', endOf(newest), endOf(earlier))
    : l10n.t('Final loss at rate {0}', endOf(newest));
}

/** "0.003: 0.21", the rate and the final loss, else the newest, or the first that is not finite. */
function endOf({ name, loss, score }: LossLine): string {
  return l10n.t('{0}: {1}', name, formatLoss(firstNonFinite(loss)?.value ?? score ?? loss.values.at(-1) ?? NaN));
}

/** Up to the first loss that is not finite. */
function pathOf({ steps, values }: Series, x: (step: number) => number, y: (loss: number) => number): string {
  const end = values.findIndex((value) => !Number.isFinite(value));
  return Array.from(
    end < 0 ? values : values.subarray(0, end),
    (loss, index) => `${index === 0 ? 'M' : 'L'}${round(x(steps[index]))} ${round(y(loss))}`,
  ).join('');
}

function cross(at: number, colour: string): string {
  const { top } = PLOT;
  const path = `M${round(at - CROSS)} ${top - CROSS}l${2 * CROSS} ${2 * CROSS}m0 ${-2 * CROSS}l${-2 * CROSS} ${2 * CROSS}`;
  return `<path d="${path}" stroke="${colour}" stroke-width="1.5"/>`;
}
