import { svgElement } from './dom.ts';

/** A pin, for what stays first. */
export function pinIcon(): SVGElement {
  return svgElement(
    'svg',
    { viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svgElement('path', { d: 'M5 1.5 H11 L10 7 L12.5 9.5 H3.5 L6 7 Z M8 9.5 V15' }),
  );
}
