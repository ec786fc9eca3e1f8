import type { Descent } from '../domain/quadratic.ts';

/** Lines from the middle of a plot to its upper or lower border. */
const HALF_HEIGHT = 4;
const POINT = '*';

/**
 * A descent as lines of text: the steps from left to right, one a column, and x upwards. The minimum is the line in the middle, the
 * borders are as far from it as the farthest point.
 */
export function plotDescent({ path }: Pick<Descent, 'path'>): string[] {
  const farthest = Math.max(...path.map(([x]) => Math.abs(x)));
  const rows = path.map(([x]) => Math.round((HALF_HEIGHT * x) / farthest));
  const border = String(Number(farthest.toPrecision(4)));
  const width = border.length + 1;
  return Array.from({ length: 2 * HALF_HEIGHT + 1 }, (_, line) => {
    const row = HALF_HEIGHT - line;
    const number = row === 0 ? '0' : Math.abs(row) === HALF_HEIGHT ? `${row < 0 ? '-' : ''}${border}` : '';
    const empty = row === 0 ? '-' : ' ';
    const points = rows.map((point) => (point === row ? POINT : empty)).join('');
    return `${number.padStart(width)} |${points.trimEnd()}`;
  });
}
