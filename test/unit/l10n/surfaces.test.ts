import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { loadExtraction } from '../../support/extraction.ts';
import type { Bundle } from '../../support/extraction.ts';
import { englishWords, speakEnglish, speakPseudo, toPseudo } from './pseudoLanguage.ts';
import { sourceFilesIn } from './sourceFiles.ts';
import type { Surface } from './surface.ts';
import { comparison } from './surfaces/comparison.ts';
import { demo } from './surfaces/demo.ts';
import { learn } from './surfaces/learn.ts';
import { edges } from './surfaces/edges.ts';
import { experimentPanels } from './surfaces/experimentPanels.ts';
import { experimentsView } from './surfaces/experimentsView.ts';
import { findings } from './surfaces/findings.ts';
import { newExperiment } from './surfaces/newExperiment.ts';
import { panelPage } from './surfaces/panelPage.ts';
import { rateHovers } from './surfaces/rateHovers.ts';
import { reports } from './surfaces/reports.ts';
import { ruleProblems } from './surfaces/ruleProblems.ts';
import { settings } from './surfaces/settings.ts';

/** Whatever shows texts that don't stand in src/vscode is here, by its name. */
const SURFACES: Readonly<Record<string, Surface>> = {
  'problems of rules': ruleProblems,
  'hovers over rates': rateHovers,
  findings,
  'the demo': demo,
  'the Learn page': learn,
  'experiments side by side': comparison,
  'the page New Experiment': newExperiment,
  'measurements of the edge': edges,
  "the panel's page": panelPage,
  'panels of experiments': experimentPanels,
  'the Experiments view': experimentsView,
  reports,
  settings,
};

describe('the pseudo-language', () => {
  afterEach(speakEnglish);

  it('changes all letters of a message, but neither its placeholders nor its arguments', () => {
    speakPseudo({ 'Loss {0} at {1}': 'Loss {0} at {1}', 'it/a word': { message: 'it', comment: ['a word'] } });
    assert.equal(l10n.t('Loss {0} at {1}', 'NaN', 3), 'Ｌｏｓｓ NaN ａｔ 3');
    assert.equal(l10n.t({ message: 'it', comment: ['a word'] }), 'ｉｔ');
    speakEnglish();
    assert.equal(l10n.t('Loss {0} at {1}', 'NaN', 3), 'Loss NaN at 3');
  });

  it('leaves English words where something was not translated', () => {
    assert.deepEqual(englishWords('Ｌｏｓｓ 1e-4, 2.5e5 × of Adam', ['Adam']), ['of']);
    assert.deepEqual(englishWords('The loss', []), ['The', 'loss']);
    assert.deepEqual(englishWords('“The Loss”, the loss', ['The Loss']), ['the', 'loss']);
  });
});

describe('in a pseudo-language', function () {
  this.timeout(60_000);
  let extraction: Awaited<ReturnType<typeof loadExtraction>>;

  before(async () => {
    extraction = await loadExtraction();
    speakPseudo(await extraction.stringsOfSources());
  });
  after(speakEnglish);

  for (const [name, { sources, names, texts }] of Object.entries(SURFACES)) {
    describe(name, () => {
      let shown: readonly string[];

      before(async () => {
        shown = await texts();
      });

      it('show no English', () => {
        const english = shown.flatMap((text) => englishWords(text, names).map((word) => `"${word}" in: ${text}`));
        assert.deepEqual(english, []);
      });

      it('show all of their strings in the samples', async () => {
        const strings = Object.values(await stringsIn(sources)).map((string) =>
          typeof string === 'string' ? string : string.message,
        );
        assert.ok(strings.length > 0);
        const missing = strings.filter((message) => !shown.some((text) => patternOf(toPseudo(message)).test(text)));
        assert.deepEqual(missing, []);
      });
    });
  }

  async function stringsIn(sources: readonly string[]): Promise<Bundle> {
    const files = await Promise.all(sources.map(sourceFilesIn));
    const bundles = files.flat().map(async (file) => extraction.stringsOf(file, await readFile(file, 'utf8')));
    return Object.assign({}, ...(await Promise.all(bundles))) as Bundle;
  }
});

/** Finds a message in a text, with any arguments. */
function patternOf(message: string): RegExp {
  const parts = message.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(parts.join('.+'), 's');
}
