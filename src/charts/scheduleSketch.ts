import * as l10n from '@vscode/l10n';
import { formatRate } from '../domain/rate.ts';
import { label, round, svg } from './sketch.ts';
import type { SketchColours } from './sketch.ts';

/** A learning rate over time, at evenly spaced steps. */
export interface RateCurve {
  readonly name: string;
  readonly rates: readonly number[];
  /** Whether the rate is constant between changes, so that the curve has steps. */
  readonly isStepped: boolean;
  /** How long it is, in the scheduler's steps; null if the code does not show it. */
  readonly steps: number | null;
  /** What the scheduler's steps are; null if the code does not show it. */
  readonly unit: ScheduleUnit | null;
}

/** What lasts one step of a scheduler: an epoch, or an update of the weights. */
export type ScheduleUnit = 'epoch' | 'step';

const SIZE = { width: 176, height: 64 } as const;
const PLOT = { left: 4, right: 118, top: 8, bottom: 46 } as const;
const LEGEND = PLOT.right + 6;
const CAPTION = 60;
const LINE = 13;

/** A small curve of a schedule, from 0 to its highest rate, with its highest and last rate beside it. */
export function drawSchedule(
  { rates, isStepped, steps, unit }: RateCurve,
  { text, muted, line, usual }: SketchColours,
): string {
  const top = Math.max(...rates);
  const x = (index: number): number => PLOT.left + (index / (rates.length - 1)) * (PLOT.right - PLOT.left);
  const y = (rate: number): number => PLOT.bottom - (rate / top) * (PLOT.bottom - PLOT.top);
  const last = rates[rates.length - 1];
  const corner = (index: number): string =>
    isStepped && index > 0 ? `H${round(x(index))}V` : `${index === 0 ? 'M' : 'L'}${round(x(index))} `;
  const path = rates.map((rate, index) => `${corner(index)}${round(y(rate))}`).join('');
  const endY = Math.max(y(last) + 4, PLOT.top + 4 + LINE);
  return svg(SIZE.width, SIZE.height, [
    `<path d="M${PLOT.left} ${PLOT.bottom + 0.5}H${PLOT.right}" stroke="${line}"/>`,
    `<path d="${path}" fill="none" stroke="${usual}" stroke-width="2" stroke-linejoin="round"/>`,
    label(LEGEND, PLOT.top + 4, formatRate(top), text, { anchor: 'start' }),
    ...(last === top ? [] : [label(LEGEND, endY, formatRate(last), muted, { anchor: 'start' })]),
    ...(steps === null || unit === null
      ? []
      : [
          label(PLOT.left, CAPTION, '0', muted, { anchor: 'start' }),
          label(PLOT.right, CAPTION, scheduleLength(steps, unit), muted, { anchor: 'end' }),
        ]),
  ]);
}

/** The side of an icon, in pixels. */
const ICON = 16;

/** The course of a schedule as an icon, from 0 to its highest rate. */
export function drawScheduleIcon(rates: readonly number[], colour: string): string {
  const top = Math.max(...rates);
  const points = rates.map((rate, index) => {
    const x = 1 + (index / (rates.length - 1)) * (ICON - 2);
    return `${round(x)} ${round(ICON - 2 - (rate / top) * (ICON - 4))}`;
  });
  return svg(ICON, ICON, [`<path d="M${points.join('L')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`]);
}

/** What the picture says, for those who do not see it. */
export function describeSchedule({ name, rates, steps, unit }: RateCurve): string {
  const course = [name, ...[rates[0], Math.max(...rates), rates[rates.length - 1]].map(formatRate)];
  return steps === null || unit === null
    ? l10n.t('{0}: starts at {1}, peaks at {2}, ends at {3}', ...course)
    : l10n.t('{0}: starts at {1}, peaks at {2}, ends at {3} over {4}', ...course, scheduleLength(steps, unit));
}

/** "30 epochs". */
export function scheduleLength(count: number | string, unit: ScheduleUnit): string {
  if (count === 1) return unit === 'epoch' ? l10n.t('1 epoch') : l10n.t('1 step');
  return unit === 'epoch' ? l10n.t('{0} epochs', count) : l10n.t('{0} steps', count);
}
