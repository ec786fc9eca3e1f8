import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Journal, readJournal } from '../../../../src/app/programSession/journal.ts';
import type { JournalEntry } from '../../../../src/app/programSession/journal.ts';
import { temporaryFolders } from '../../../support/folders.ts';

describe('the journal of a session', () => {
  const newFolder = temporaryFolders();

  it('has what could not be written once there is space again', async () => {
    const file = path.join(newFolder(), 'journal.jsonl');
    const journal = new Journal(file);
    journal.add({ type: 'end', problem: 'first' });
    await journal.written;
    await rm(file);
    // Nothing can be appended to a folder, as to a disk that is full.
    await mkdir(file);
    journal.add({ type: 'end', problem: 'second' });
    journal.add({ type: 'end', problem: 'third' });
    await journal.written;
    await rm(file, { recursive: true });
    // What of it was written is torn.
    await writeFile(file, '{"type":"end","prob');
    journal.add({ type: 'done', text: 'fourth' });
    await journal.written;
    assert.deepEqual(await entriesOf(file), [
      { type: 'end', problem: 'second' },
      { type: 'end', problem: 'third' },
      { type: 'done', text: 'fourth' },
    ]);
  });
});

async function entriesOf(file: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of readJournal(file, Promise.resolve())) entries.push(entry);
  return entries;
}
