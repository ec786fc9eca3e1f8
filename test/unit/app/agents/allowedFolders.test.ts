import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AllowedFolders } from '../../../../src/app/agents/allowedFolders.ts';
import { temporaryFolders } from '../../../support/folders.ts';

describe('the folders that tools may read', () => {
  const newFolder = temporaryFolders();
  const withFile = (): string => {
    const folder = realpathSync(newFolder());
    writeFileSync(path.join(folder, 'train.py'), 'lr = 0.1\n');
    return folder;
  };

  it('are where relative paths begin, in their order', async () => {
    const [first, second] = [withFile(), withFile()];
    writeFileSync(path.join(second, 'only.py'), '');
    const allowed = new AllowedFolders([first, second]);
    assert.equal(await allowed.resolve('train.py'), path.join(first, 'train.py'));
    assert.equal(await allowed.resolve('only.py'), path.join(second, 'only.py'));
    assert.equal(await allowed.resolve(path.join(second, 'train.py')), path.join(second, 'train.py'));
    assert.equal(await allowed.resolve('.'), first);
  });

  it('say where a file was looked for that does not exist', async () => {
    const folder = withFile();
    await assert.rejects(new AllowedFolders([folder]).resolve('nope.py'), (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, /no "nope.py"/);
      return error.message.includes(folder);
    });
  });

  it('are left neither by an absolute path, nor by dots, nor by a link', async () => {
    const [folder, other] = [withFile(), withFile()];
    symlinkSync(other, path.join(folder, 'link'));
    const allowed = new AllowedFolders([folder]);
    const outside = path.join(other, 'train.py');
    for (const given of [outside, path.relative(folder, outside), 'link/train.py'])
      await assert.rejects(allowed.resolve(given), /lies outside of/, given);
  });

  it('are not left to a neighbour whose name begins alike', async () => {
    const parent = realpathSync(newFolder());
    for (const name of ['a', 'ab']) mkdirSync(path.join(parent, name));
    await assert.rejects(new AllowedFolders([path.join(parent, 'a')]).resolve('../ab'), /lies outside of/);
    mkdirSync(path.join(parent, 'a', '..b'));
    assert.equal(await new AllowedFolders([path.join(parent, 'a')]).resolve('..b'), path.join(parent, 'a', '..b'));
  });

  it('include others, but only by absolute paths', async () => {
    const [folder, storage] = [withFile(), withFile()];
    writeFileSync(path.join(storage, 'experiment'), '');
    const allowed = new AllowedFolders([folder], [storage]);
    assert.equal(await allowed.resolve(path.join(storage, 'experiment')), path.join(storage, 'experiment'));
    await assert.rejects(allowed.resolve('experiment'), /There is no/);
  });

  it('must be there at all', () =>
    assert.rejects(new AllowedFolders([]).resolve('train.py'), /No folder is open, so no file may be read/));
});
