import { describeSchedule } from '../src/charts/scheduleSketch.ts';
import { round } from '../src/charts/sketch.ts';
import { formatRate } from '../src/domain/rate.ts';
import type { FormCurve } from '../src/protocol/newExperiment.ts';
import { element, svgElement } from './dom.ts';
import { TEXTS } from './newExperimentTexts.ts';

const SIZE = { width: 150, height: 56 } as const;
/** Room for the width of the line. */
const EDGE = 3;

/** A small picture of a learning rate from the first step of a run to the last, from 0 to its highest value, with what it is called. */
export function rateCurve(curve: FormCurve): HTMLElement {
  const { name, rates, steps, followsLoss } = curve;
  const top = Math.max(...rates);
  const [plotWidth, bottom] = [SIZE.width - 2 * EDGE, SIZE.height - EDGE];
  const points = rates.map((rate, index) => {
    const x = EDGE + (index / (rates.length - 1)) * plotWidth;
    return `${round(x)},${round(bottom - (rate / top) * (bottom - EDGE))}`;
  });
  const label = describeSchedule({ name, rates, steps, unit: 'step', isStepped: false });
  const from = formatRate(Number(top.toPrecision(3)));
  const end = formatRate(Number(rates[rates.length - 1].toPrecision(2)));
  return element(
    'figure',
    { class: 'rate-curve' },
    svgElement(
      'svg',
      { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: 'img', 'aria-label': label },
      svgElement('path', { class: 'axes', d: `M${EDGE} ${EDGE}V${bottom}H${SIZE.width - EDGE}` }),
      svgElement('polyline', { points: points.join(' ') }),
    ),
    element(
      'figcaption',
      {},
      element('span', {}, name),
      element('span', { class: 'rate-ends' }, from === end ? from : `${from} → ${end}`),
      followsLoss ? element('span', { class: 'rate-ends' }, TEXTS.followsLoss) : null,
    ),
  );
}
