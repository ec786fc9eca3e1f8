import { GLOSSARY } from '../../../../webview/glossary.ts';
import { CHAPTER_STORIES, TEXTS } from '../../../../webview/learnTexts.ts';
import { SYMPTOM_SENTENCES } from '../../../../webview/symptomSentences.ts';
import type { Surface } from '../surface.ts';

/** Chapters, symptoms and words of the Learn page. */
export const learn: Surface = {
  sources: ['webview/learnTexts.ts', 'webview/glossary.ts', 'webview/symptomSentences.ts'],
  names: [],
  texts: () =>
    Promise.resolve([
      ...Object.values(CHAPTER_STORIES).flatMap((story) =>
        Object.values(story).map((text) => (text as () => string)()),
      ),
      ...Object.values(TEXTS).filter((text) => typeof text === 'string'),
      TEXTS.more('1'),
      ...GLOSSARY.flat().map((text) => text()),
      ...Object.values(SYMPTOM_SENTENCES).map((text) => text()),
    ]).then((texts) => texts.filter(Boolean)),
};
