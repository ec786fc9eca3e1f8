import assert from 'node:assert/strict';
import { placeText } from '../../../../src/app/sites/placeText.ts';
import { tieRun } from '../../../../src/app/sites/tieRun.ts';
import { placesIn } from './placesIn.ts';

const SETTINGS = { language: 'yaml', text: 'optimizer: sgd\nlr: 0.1\n' };

describe('the place of a run', () => {
  const textIn = async (now: string | null, tried?: number | null): Promise<string> => {
    const site = tieRun(await placesIn(SETTINGS, 'conf/base.yaml'), { rate: 0.1, batchSize: null });
    assert.ok(site);
    const own = tried === undefined ? site : { ...site, tried };
    return placeText(own, now === null ? [] : await placesIn({ ...SETTINGS, text: now }, 'conf/base.yaml'));
  };

  it('is told with the number, as long as it stands there', async () => {
    assert.equal(await textIn(SETTINGS.text), 'Trained with 0.1 in base.yaml.');
    assert.equal(
      await textIn(`# Settings\n${SETTINGS.text.replace('0.1', '1.0e-1')}`),
      'Trained with 0.1 in base.yaml.',
    );
  });

  it('is told to have an earlier value when the number has changed', async () => {
    assert.equal(
      await textIn(SETTINGS.text.replace('0.1', '0.003')),
      'Trained with 0.1 in base.yaml, an earlier value: now it is 0.003.',
    );
    assert.equal(
      await textIn(SETTINGS.text.replace('sgd', 'adam')),
      'Trained with 0.1 in base.yaml, for another optimizer than now.',
    );
  });

  it('is told not to be found when the number or the file is gone', async () => {
    assert.equal(await textIn('optimizer: sgd\n'), 'Trained with 0.1 in base.yaml: place not found.');
    assert.equal(await textIn(null), 'Trained with 0.1 in base.yaml: place not found.');
  });

  it('is told as that of the number in whose place a rate was tried', async () => {
    for (const tried of [0.003, null]) {
      assert.equal(await textIn(SETTINGS.text, tried), 'Tried instead of 0.1 in base.yaml.');
      assert.equal(
        await textIn(SETTINGS.text.replace('0.1', '0.003'), tried),
        'Tried instead of 0.1 in base.yaml; now it is 0.003.',
      );
      assert.equal(
        await textIn(null, tried),
        'Tried instead of 0.1 in base.yaml; that number is no longer found there.',
      );
    }
  });
});
