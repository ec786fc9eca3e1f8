/**
 * A window that starts the program for tests, follows it and may be killed: `keptWindow.ts ROOT LEFT_FOR ARGUMENTS…`. Tells the steps that it
 * has seen, a line each.
 */
import { KeptFolder } from '../../src/app/programs/keptFolder.ts';
import { KeptProgram } from '../../src/app/programs/keptProgram.ts';
import { ProgramTraining } from '../../src/app/programs/programTraining.ts';
import { PARTS, trainLaunch } from './trainProgram.ts';

const [root, leftFor, ...args] = process.argv.slice(2);
const launch = trainLaunch(root, args);
const record = { title: 'train.mjs', name: 'train', command: launch.command, cwd: root, log: {} };
async function follow(): Promise<void> {
  const folder = await KeptFolder.create(`${root}/programs`, record, 'first');
  const program = new ProgramTraining(launch, {
    ...PARTS,
    name: 'train',
    start: (_, options) => KeptProgram.start(folder, { ...options, leftFor: Number(leftFor), patience: 300 }),
  });
  for await (const { event } of program.events(new AbortController().signal))
    if (event.type === 'samples') for (const { step } of event.samples) console.log(step);
}

void follow();
