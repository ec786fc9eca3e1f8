import assert from 'node:assert/strict';
import type { FollowedSource } from '../../../../src/app/followedTraining.ts';
import type { ActiveTraining } from '../../../../src/app/experimentLibrary.ts';
import type { FollowedEvent } from '../../../../src/logs/followLogs.ts';
import { FollowedConsole } from '../../../../src/vscode/consoles/followedConsole.ts';
import { until } from '../../../support/processes.ts';

const TRAINING = 'step 1 loss 3\nstep 2 loss 2\nstep 3 loss 1\n';

/** A console, and what was to be followed. */
function followed(
  follow: (source: FollowedSource) => Promise<void>,
  stopProgram?: () => void,
): {
  console: FollowedConsole;
  problems: unknown[];
} {
  const problems: unknown[] = [];
  const library = { follow: (source: FollowedSource) => follow(source).then(() => ({}) as ActiveTraining) };
  const console = new FollowedConsole(
    'python train.py',
    {},
    async () => [],
    library,
    (error) => problems.push(error),
    stopProgram,
  );
  return { console, problems };
}

describe('the output of a program in the editor', () => {
  it('is followed once it shows a training, with what was printed before', async () => {
    const events: FollowedEvent[] = [];
    const { console } = followed(async (source) => {
      for await (const event of source.events(new AbortController().signal)) events.push(event);
    });
    await console.push('Loading data\n');
    assert.equal(events.length, 0);
    await console.push(TRAINING);
    await console.end({ type: 'ended', state: 'finished' });
    await until('all is told', () => events.at(-1)?.event.type === 'ended');
    const losses = events.flatMap(({ event }) =>
      event.type === 'samples' ? event.samples.map(({ loss }) => loss) : [],
    );
    assert.deepEqual(losses, [3, 2, 1]);
  });

  it('can be ended where its program can', async () => {
    let stops = 0;
    const { console } = followed(
      async ({ stopProgram }) => stopProgram?.(),
      () => stops++,
    );
    await console.push(TRAINING);
    await until('it is ended', () => stops === 1);
  });

  it('is not followed where nothing looks like a training', async () => {
    const { console, problems } = followed(async () => assert.fail('It was followed.'));
    for (let line = 0; line < 100_000; line++) await console.push(`Building ${line}\n`);
    await console.end({ type: 'ended', state: 'finished' });
    assert.deepEqual(problems, []);
  });

  it('is read no more where it cannot be followed', async () => {
    const failure = new Error('The disk is full.');
    const { console, problems } = followed(async () => Promise.reject(failure));
    await console.push(TRAINING);
    await until('the problem is told', () => problems.length > 0);
    assert.deepEqual([problems, console.isDone], [[failure], true]);
    await console.push(TRAINING);
    await console.end({ type: 'ended', state: 'finished' });
    assert.equal(problems.length, 1);
  });
});
