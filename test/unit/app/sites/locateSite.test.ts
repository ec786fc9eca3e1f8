import assert from 'node:assert/strict';
import { isUnchanged, locateSite } from '../../../../src/app/sites/locateSite.ts';
import { tieRun } from '../../../../src/app/sites/tieRun.ts';
import type { RunSite } from '../../../../src/domain/runSite.ts';
import { placesIn } from './placesIn.ts';

const TRAIN = `import torch


def make(model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return optimizer


def tune(model):
    return torch.optim.Adam(model.parameters(), lr=1e-3)
`;

const TWO_ALIKE = `import torch


def pretrain(model):
    return torch.optim.SGD(model.parameters(), lr=0.1)


def tune(model):
    return torch.optim.SGD(model.parameters(), lr=0.01)
`;

const TWO_IN_ONE = `import torch


def make(a, b):
    first = torch.optim.SGD(a.parameters(), lr=0.1)
    second = torch.optim.SGD(b.parameters(), lr=0.01)
    return first, second
`;

/** The site of a run of this text at a rate. */
async function siteIn(text: string, rate: number): Promise<RunSite> {
  const site = tieRun(await placesIn(text), { rate, batchSize: null });
  assert.ok(site, 'the run is tied to a number');
  return site;
}

/** Where the run is shown in an edited text: "line 5: 0.1", with "earlier" where the number is another one; null if nowhere. */
async function shownAt(site: RunSite, text: string, path?: string): Promise<string | null> {
  const place = locateSite(site, await placesIn(text, path));
  return place && `line ${place.range.line}: ${place.text}${isUnchanged(site, place) ? '' : ', earlier'}`;
}

/** The text without the function that its name begins with. */
function without(name: string, text: string): string {
  return text
    .split('\n\n\n')
    .filter((part) => !part.startsWith(`def ${name}`))
    .join('\n\n\n');
}

describe('the number that a run was trained with', () => {
  const EDITS: Readonly<Record<string, readonly [edit: (text: string) => string, shown: string | null]>> = {
    'nothing is changed': [(text) => text, 'line 5: 0.1'],
    'lines come before it': [(text) => `# Trains a model.\n\n${text}`, 'line 7: 0.1'],
    'its number is changed': [(text) => text.replace('lr=0.1', 'lr=0.01'), 'line 5: 0.01, earlier'],
    'its number is written differently': [(text) => text.replace('lr=0.1', 'lr=1e-1'), 'line 5: 1e-1'],
    'a formatter puts it on a line of its own': [
      (text) => text.replace('SGD(model.parameters(), lr=0.1)', 'SGD(\n        model.parameters(),\n        lr=0.1,\n    )'),
      'line 7: 0.1',
    ],
    'its function is renamed': [(text) => text.replace('def make', 'def create'), 'line 5: 0.1'],
    'its function goes into a class': [
      (text) => text.replace('def make(model):', 'class Trainer:\n  def make(self, model):'),
      'line 6: 0.1',
    ],
    'its function moves to the end': [
      (text) => [without('make', text), text.split('\n\n\n')[1]].join('\n\n\n'),
      'line 10: 0.1',
    ],
    'its variable is renamed': [(text) => text.replaceAll('optimizer =', 'opt ='), 'line 5: 0.1'],
    'another argument comes before it': [
      (text) => text.replace('lr=0.1', 'momentum=0.9, lr=0.1'),
      'line 5: 0.1',
    ],
    'its import changes': [
      (text) => text.replace('import torch\n', 'from torch import optim\n').replaceAll('torch.optim.', 'optim.'),
      'line 5: 0.1',
    ],
    'its line is deleted': [(text) => without('make', text), null],
    'its optimizer is another one': [(text) => text.replace('SGD', 'RMSprop'), null],
    'a second one like it comes before it': [
      (text) => text.replace('    optimizer =', '    other = torch.optim.SGD(model.body.parameters(), lr=0.5)\n    optimizer ='),
      'line 6: 0.1',
    ],
    'a second one with the same number comes before it': [
      (text) => text.replace('    optimizer =', '    other = torch.optim.SGD(model.body.parameters(), lr=0.1)\n    optimizer ='),
      null,
    ],
    'another number in the file is the same now': [(text) => text.replace('1e-3', '0.1'), 'line 5: 0.1'],
    'all of the file is deleted': [() => '', null],
  }; // prettier-ignore

  for (const [name, [edit, shown]] of Object.entries(EDITS))
    it(`is ${shown === null ? 'not shown' : 'found'} when ${name}`, async () => {
      assert.equal(await shownAt(await siteIn(TRAIN, 0.1), edit(TRAIN)), shown);
    });

  it('is found again when an edit is undone, or another branch is checked out and back', async () => {
    const site = await siteIn(TRAIN, 0.1);
    for (const text of ['', without('make', TRAIN), TRAIN.replace('0.1', '0.3')]) {
      assert.notEqual(await shownAt(site, text), 'line 5: 0.1');
      assert.equal(await shownAt(site, TRAIN), 'line 5: 0.1');
    }
  });

  it('is never mistaken for one that is like it', async () => {
    const site = await siteIn(TWO_ALIKE, 0.1);
    assert.equal(await shownAt(site, TWO_ALIKE), 'line 5: 0.1');
    assert.equal(await shownAt(site, without('pretrain', TWO_ALIKE)), null);
    assert.equal(await shownAt(site, TWO_ALIKE.replace('pretrain', 'warm')), 'line 5: 0.1');
    assert.equal(await shownAt(site, TWO_ALIKE.replace('pretrain', 'warm').replace('0.1', '0.5')), null);
  });

  it('is told from another one in the same function by its place, and followed where both are swapped', async () => {
    const site = await siteIn(TWO_IN_ONE, 0.01);
    assert.equal(await shownAt(site, TWO_IN_ONE), 'line 6: 0.01');
    assert.equal(await shownAt(site, TWO_IN_ONE.replace('0.01', '0.02')), 'line 6: 0.02, earlier');
    const swapped = TWO_IN_ONE.replace('0.1', 'X').replace('0.01', '0.1').replace('X', '0.01');
    assert.equal(await shownAt(site, swapped), null);
  });

  it('is not looked for in another file', async () => {
    assert.equal(await shownAt(await siteIn(TRAIN, 0.1), TRAIN, 'other.py'), null);
  });

  it('is found in a notebook whose cell was moved or split', async () => {
    const cell = (text: string) => ({ language: 'python', text });
    const head = cell('import torch\nmodel = torch.nn.Linear(2, 1)');
    const optimizer = cell('optimizer = torch.optim.SGD(model.parameters(), lr=0.1)');
    const both = cell(`${head.text}\n${optimizer.text}`);
    const site = tieRun(await placesIn({ cells: [both] }, 'n.ipynb', ['a']), { rate: 0.1, batchSize: null });
    assert.ok(site);
    const shownIn = async (cells: readonly (typeof head)[], ids: readonly string[]): Promise<unknown> => {
      const place = locateSite(site, await placesIn({ cells }, 'n.ipynb', ids));
      return place && [place.range.cell, place.range.line];
    };
    assert.deepEqual(await shownIn([head, both], ['b', 'a']), [1, 3]);
    assert.deepEqual(await shownIn([head, optimizer], ['a', 'b']), [1, 1]);
  });
});
