import type { Symptom } from '../src/domain/finding.ts';
import { verdictText } from '../src/domain/verdictText.ts';
import { svgElement } from './dom.ts';

/** Loss from 0 to 1 over time from 0 to 1; beyond 1 it leaves the picture. Made up. */
type Curve = (time: number) => number;

const WIDTH = 180;
const HEIGHT = 84;
const POINTS = 90;
/** The level of guessing. */
const CHANCE = 0.8;

const fall: Curve = (time) => 0.08 + 0.72 * Math.exp(-7 * time);
/** What looks like noise, and is the same every time. */
const noise: Curve = (time) => 0.5 * Math.sin(97 * time) + 0.5 * Math.sin(231 * time + 1);

const CURVES: Readonly<Record<Symptom, Curve>> = {
  healthy: (time) => fall(time) + 0.015 * noise(time),
  slow: (time) => 0.8 - 0.2 * time + 0.015 * noise(time),
  plateau: (time) => 0.42 + 0.38 * Math.exp(-14 * time) + 0.015 * noise(time),
  oscillating: (time) => 0.4 + 0.3 * Math.exp(-4 * time) + 0.17 * Math.sin(70 * time),
  spike: (time) => fall(time) + 0.6 * Math.exp(-(((time - 0.55) / 0.025) ** 2)) + 0.01 * noise(time),
  diverging: (time) =>
    (time < 0.4 ? fall(time) : fall(0.4) + 0.75 * (1 - Math.exp(-9 * (time - 0.4)))) + 0.02 * noise(time),
  exploding: (time) => 0.5 * Math.exp(-6 * time) + 0.02 * Math.exp(18 * time - 4),
  nan: (time) => (time > 0.55 ? NaN : fall(time) + 0.01 * noise(time)),
  'stuck-at-chance': (time) => CHANCE + 0.015 * noise(time),
  overfitting: fall,
};

const VALIDATION: Curve = (time) => 0.2 + 0.6 * Math.exp(-8 * time) + 0.45 * time ** 2;

/** A small picture of a curve with a symptom, in the colours of the theme. Its caption says the same. */
export function symptomSketch(symptom: Symptom): SVGSVGElement {
  return svgElement(
    'svg',
    { class: `learn-sketch ${symptom}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' },
    svgElement('path', { class: 'axes', d: `M8 4 V${HEIGHT - 6} H${WIDTH - 4}` }),
    svgElement('line', { class: 'chance', x1: 8, x2: WIDTH - 4, y1: yOf(CHANCE), y2: yOf(CHANCE) }),
    svgElement('polyline', { class: 'curve', points: pointsOf(CURVES[symptom]) }),
    ...(symptom === 'overfitting'
      ? [svgElement('polyline', { class: 'curve validation', points: pointsOf(VALIDATION) })]
      : []),
    ...(symptom === 'nan' ? [svgElement('text', { x: 114, y: yOf(0.35) }, verdictText(symptom))] : []),
  );
}

/** Up to where the curve leaves the picture or ends. */
function pointsOf(curve: Curve): string {
  const heights = Array.from({ length: POINTS + 1 }, (_, index) => curve(index / POINTS));
  const end = heights.findIndex((height) => !(height <= 1.1));
  return heights
    .slice(0, end < 0 ? undefined : end + 1)
    .filter(Number.isFinite)
    .map(
      (height, index) => `${(8 + (index * (WIDTH - 14)) / POINTS).toFixed(1)},${yOf(Math.min(height, 1.1)).toFixed(1)}`,
    )
    .join(' ');
}

function yOf(height: number): number {
  return HEIGHT - 6 - height * (HEIGHT - 14);
}
