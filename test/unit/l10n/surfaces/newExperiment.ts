import {
  ENGINE_NAMES,
  EQUAL_NAMES,
  FIELD_WORDS,
  KIND_WORDS,
  MEASURE_NAMES,
  TEXTS,
} from '../../../../webview/newExperimentTexts.ts';
import type { Surface } from '../surface.ts';

/** What the page New Experiment says by itself. */
export const newExperiment: Surface = {
  sources: ['webview/newExperimentTexts.ts'],
  names: ['TensorFlow', 'x', 'output', 'convolution1'],
  texts: () => {
    const words = [...Object.values(KIND_WORDS), ...Object.values(FIELD_WORDS)];
    const names = [EQUAL_NAMES, ENGINE_NAMES, MEASURE_NAMES].flatMap((table) => Object.values(table));
    return Promise.resolve(
      [
        ...words.flatMap(({ name, hint }) => [name(), hint()]),
        ...names.map((name) => name()),
        ...Object.values(TEXTS).filter((text) => typeof text === 'string'),
        TEXTS.introOwn('1'),
        TEXTS.network('1', '2', '3'),
        TEXTS.usual('1'),
        TEXTS.options('1', '2'),
        TEXTS.names('1'),
      ].filter(Boolean),
    );
  },
};
