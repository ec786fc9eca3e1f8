import { button } from './controls.ts';
import { svgElement, element } from './dom.ts';
import { TEXTS } from './texts.ts';

/** Made-up curves of three rates: loss from 0 to 1, the time from 0 to 1. */
const CURVES: readonly [string, (time: number) => number][] = [
  ['slow', (time) => 0.9 - 0.3 * time],
  ['furious', (time) => 0.72 + 0.24 * Math.exp(-4 * time) * Math.cos(26 * time) + 0.03 * Math.sin(40 * time)],
  ['fast', (time) => 0.08 + 0.82 * Math.exp(-6 * time)],
];

/** What the page shows before anything was run, with a button for each way to begin. */
export function emptyState(
  problem: string | null,
  onBegin: (way: 'run' | 'find' | 'new' | 'learn') => void,
): HTMLElement {
  return element(
    'section',
    { class: 'empty' },
    picture(),
    element('h1', {}, TEXTS.emptyTitle),
    problem === null ? null : element('p', { class: 'notice' }, problem),
    element('p', {}, TEXTS.emptyText),
    element(
      'div',
      { class: 'actions' },
      button(TEXTS.run, () => onBegin('run'), 'primary'),
      button(TEXTS.find, () => onBegin('find')),
      button(TEXTS.newExperiment, () => onBegin('new')),
      button(TEXTS.learn, () => onBegin('learn')),
    ),
  );
}

function picture(): HTMLElement {
  const lines = CURVES.map(([name, height]) => {
    const points = Array.from(
      { length: 81 },
      (_, index) => `${(20 + index * 3.5).toFixed(1)},${(140 - 125 * height(index / 80)).toFixed(1)}`,
    );
    return svgElement('polyline', { class: name, points: points.join(' ') });
  });
  const words = CURVES.map(([name, height]) =>
    svgElement('text', { class: name, x: 308, y: (144 - 125 * height(1)).toFixed(0) }, name),
  );
  const svg = svgElement(
    'svg',
    { viewBox: '0 0 380 160', 'aria-hidden': 'true' },
    svgElement('path', { class: 'axes', d: 'M20 8 V145 H300' }),
    ...lines,
    ...words,
  );
  return element('figure', {}, svg, element('figcaption', {}, TEXTS.emptyCaption));
}
