import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editFile } from '../../../src/programs/copiedFile.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('a file in the copy of a folder', () => {
  const newFolder = temporaryFolders();
  const place = { line: 2, column: 5, endLine: 2, endColumn: 8, expected: '0.1', text: '3.0e-4' };

  it('is edited at one place, whatever its lines end with', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'config.yaml');
    for (const [before, after] of [
      ['# ü\nlr: 0.1 # ü\nx: 0.1\n', '# ü\nlr: 3.0e-4 # ü\nx: 0.1\n'],
      ['a: 1\r\nlr: 0.1\r\n', 'a: 1\r\nlr: 3.0e-4\r\n'],
      ['\uFEFFa: 1\rlr: 0.1', '\uFEFFa: 1\rlr: 3.0e-4'],
    ]) {
      writeFileSync(file, before);
      await editFile(folder, { file, ...place });
      assert.equal(readFileSync(file, 'utf8'), after);
    }
    writeFileSync(file, '\uFEFFlr: 0.1');
    await editFile(folder, { file, ...place, line: 1, endLine: 1 });
    assert.equal(readFileSync(file, 'utf8'), '\uFEFFlr: 3.0e-4');
  });

  it('is left as it is where something else stands at the place, or it is no text in UTF-8', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'config.yaml');
    for (const [bytes, message] of [
      [Buffer.from('a: 1\nlr: 0.2\n'), /config\.yaml, line 2, does not say 0\.1 any more/],
      [Buffer.from('lr: 0.1'), /does not say 0\.1 any more/],
      [Buffer.from('# \xFC\nlr: 0.1\n', 'latin1'), /config\.yaml is not text in UTF-8/],
    ] as const) {
      writeFileSync(file, bytes);
      await assert.rejects(editFile(folder, { file, ...place }), message);
      assert.deepEqual(readFileSync(file), bytes);
    }
  });

  it('is never one outside that a link leads to', async function () {
    if (process.platform === 'win32') this.skip();
    const [folder, outside] = [newFolder(), newFolder()];
    const text = 'a: 1\nlr: 0.1\n';
    mkdirSync(path.join(outside, 'conf'));
    writeFileSync(path.join(outside, 'conf', 'config.yaml'), text);
    symlinkSync(path.join(outside, 'conf'), path.join(folder, 'conf'));
    symlinkSync(path.join(outside, 'conf', 'config.yaml'), path.join(folder, 'config.yaml'));
    for (const name of ['conf/config.yaml', 'config.yaml', 'missing.yaml'])
      await assert.rejects(editFile(folder, { file: path.join(folder, name), ...place }), /is not part of the copy/);
    assert.equal(readFileSync(path.join(outside, 'conf', 'config.yaml'), 'utf8'), text);
  });
});
