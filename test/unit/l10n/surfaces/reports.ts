import { renderReport } from '../../../../src/app/report.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import type { Surface } from '../surface.ts';
import { COMPARED_NAMES, FINDER_NAMES, shownExperiments } from './shownExperiments.ts';

/** What a reader sees of a report or hears of it, without the code in it. */
function readable(page: string): string[] {
  const spoken = Array.from(page.matchAll(/(?:aria-label|data-label)="([^"]*)"/g), ([, label]) => label);
  const seen = page
    .replaceAll(/<(script|style|code)[^>]*>[\s\S]*?<\/\1>/g, '')
    .split(/<[^>]+>/)
    .map((text) => text.replaceAll(/&#?\w+;/g, "'").trim());
  return [...spoken, ...seen];
}

/** The whole page of a report on experiments of each kind. */
export const reports: Surface = {
  sources: ['src/app/reportFigure.ts', 'src/app/reportOrigin.ts'],
  names: [
    ...COMPARED_NAMES,
    ...FINDER_NAMES,
    SLOW_FAST_FURIOUS.article,
    ...[
      'Goldilocks',
      'MNIST',
      'Adam',
      'SGD',
      'NaN',
      'Infinity',
      'UTC',
      'wasm',
      'simd',
      'tensorflow',
      'goldilocks',
      'node',
    ],
    ...['version_0', 'metrics.csv', 'log.csv', 'output', 'convolution1'],
  ],
  texts: () => {
    const translation = { language: 'ja', messages: {} };
    const pages = Object.values(shownExperiments()).map((experiment) => renderReport(experiment, '', translation));
    return Promise.resolve(pages.flatMap(readable));
  },
};
