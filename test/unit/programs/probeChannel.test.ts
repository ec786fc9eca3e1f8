import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { ProbeChannel } from '../../../src/programs/probeChannel.ts';
import type { ProcessReports } from '../../../src/programs/probeChannel.ts';
import { temporaryFolders } from '../../support/folders.ts';

const notice = (text: string): string => `${JSON.stringify({ type: 'notice', text })}\n`;
const textsOf = (all: readonly ProcessReports[]): string[][] =>
  all.map(({ reports }) => reports.map((report) => (report.type === 'notice' ? report.text : report.type)));

describe('the channel of the probe', () => {
  const newFolder = temporaryFolders();

  it('reads each line once, when it is complete, of every process', async () => {
    const folder = newFolder();
    const channel = new ProbeChannel(folder);
    assert.deepEqual(await channel.read(), []);
    const [a, b] = ['a.jsonl', 'b.jsonl'].map((name) => path.join(folder, name));
    appendFileSync(a, notice('ä1') + notice('a2').slice(0, 10));
    appendFileSync(b, notice('b1'));
    assert.deepEqual(textsOf(await channel.read()), [['ä1'], ['b1']]);
    assert.deepEqual(await channel.read(), []);
    appendFileSync(a, notice('a2').slice(10));
    assert.deepEqual(textsOf(await channel.read()), [['a2']]);
  });

  it('tells what was replaced in a program before what it reports of its training', async () => {
    const folder = newFolder();
    appendFileSync(path.join(folder, '7-1000.jsonl'), notice('trains'));
    appendFileSync(path.join(folder, '7-replaced.jsonl'), `${JSON.stringify({ type: 'replaced', count: 1 })}\n`);
    assert.deepEqual(textsOf(await new ProbeChannel(folder).read()), [['replaced'], ['trains']]);
  });

  it('skips a line that is too long, and reads those after it', async () => {
    const folder = newFolder();
    const channel = new ProbeChannel(folder);
    const file = path.join(folder, 'a.jsonl');
    appendFileSync(file, `${'x'.repeat(3 << 20)}`);
    assert.deepEqual(await channel.read(), []);
    appendFileSync(file, `${'x'.repeat(3 << 20)}\n${notice('after')}`);
    const texts: string[][] = [];
    for await (const reports of channel.rest()) texts.push(...textsOf([reports]));
    assert.deepEqual(texts, [['after']]);
  });

  it('reads no more files than a program can train in, and only its own', async () => {
    const folder = newFolder();
    for (let index = 0; index < 100; index++) appendFileSync(path.join(folder, `${index}.jsonl`), notice('one'));
    appendFileSync(path.join(folder, 'other.txt'), notice('one'));
    assert.equal((await new ProbeChannel(folder).read()).length, 64);
  });

  it('finds nothing in a folder that is gone', async () => {
    assert.deepEqual(await new ProbeChannel(path.join(newFolder(), 'gone')).read(), []);
  });
});
