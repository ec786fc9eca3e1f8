import assert from 'node:assert/strict';
import { realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unsavedDocument } from '../../../../src/vscode/agents/unsavedDocument.ts';
import { temporaryFolders } from '../../../support/folders.ts';

describe('the document that shows a file with changes that are not saved', () => {
  const newFolder = temporaryFolders();
  const open = (fsPath: string, isDirty: boolean, scheme = 'file') => ({ isDirty, uri: { scheme, fsPath } });

  it('is found also where its folder was opened by way of a link', async () => {
    const folder = realpathSync(newFolder());
    const link = path.join(newFolder(), 'link');
    symlinkSync(folder, link, 'dir');
    writeFileSync(path.join(folder, 'train.py'), '');
    const file = path.join(folder, 'train.py');
    const other = open(path.join(folder, 'other.py'), true);
    for (const place of [file, path.join(link, 'train.py')]) {
      const document = open(place, true);
      assert.equal(await unsavedDocument(file, [other, document]), document, place);
    }
  });

  it('is none that is saved, and no side of a comparison', async () => {
    const file = path.resolve('/project/train.py');
    assert.equal(await unsavedDocument(file, [open(file, false), open(file, true, 'git')]), null);
  });
});
