/**
 * A window that starts a find or a sweep of the program for tests, follows it and may be killed: `sessionWindow.ts ROOT LEFT_FOR KIND ARGUMENTS…`.
 * Tells a line for each event of a run, and the text that all ends with.
 */
import { KeptFolder } from '../../src/app/programs/keptFolder.ts';
import { sessionRecord } from '../../src/app/programSession/startSession.ts';
import { follow, libraryIn, planOf } from './keptSession.ts';

const [root, leftFor, kind, ...args] = process.argv.slice(2);

async function run(): Promise<void> {
  const plan = planOf(kind as 'find' | 'sweep', `${root}/program`, args);
  const kept = await KeptFolder.create(`${root}/programs`, sessionRecord('train.mjs', plan), 'first');
  const library = libraryIn(root, 'first');
  library.on('run', (folder, { index }, { type }) => console.log(type, folder, index));
  library.on('ended', (folder) => console.log('end', folder));
  console.log('text', await follow(kept, library, { plan, leftFor: Number(leftFor) }).ended);
}

void run();
