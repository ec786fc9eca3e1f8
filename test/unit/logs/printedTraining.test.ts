import assert from 'node:assert/strict';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import { consoleFormat } from '../../../src/logs/console/consoleFormat.ts';
import { PrintedTraining } from '../../../src/logs/printedTraining.ts';
import { withRoles } from './files.ts';

const create = (): PrintedTraining => new PrintedTraining('python train.py', consoleFormat.createReader(), {});
const losses = (events: readonly RunEvent[]): unknown[] =>
  events.flatMap((event) => (event.type === 'samples' ? event.samples.map(({ loss }) => loss) : []));

describe('what a program prints', () => {
  it('is a training from its second loss on, with all that came before', () => {
    const training = create();
    assert.deepEqual(training.push('step 1 loss 3\n'), []);
    assert.equal(training.isTraining, false);
    const events = [...training.push('step 2 loss 2\n'), ...training.flush()];
    assert.deepEqual([events[0].type, losses(events)], ['started', [3, 2]]);
    assert.equal(training.isTraining, true);
  });

  it('is none with a single loss, also at its end', () => {
    const training = create();
    training.push('step 1 loss 3\n');
    assert.deepEqual(training.end({ type: 'ended', state: 'finished' }), []);
  });

  it('ends as it is told, with the line that nothing has ended', () => {
    const training = create();
    training.push('step 1 loss 3\nstep 2 loss 2\nstep 3 loss 1');
    const events = training.end({ type: 'ended', state: 'failed', reason: 'Crashed.' });
    assert.deepEqual([losses(events), events.at(-1)], [[2, 1], { type: 'ended', state: 'failed', reason: 'Crashed.' }]);
  });

  it('counts its losses where all of them stand at one step', () => {
    const training = create();
    training.push('step 1 loss 4\nstep 1 loss 3\nstep 1 loss 2\nstep 1 loss 1\n');
    assert.deepEqual(losses(training.flush()), [4, 3, 2, 1]);
  });

  it('shows the newest state of a bar when nothing more has come for a while', () => {
    const training = create();
    const bar = (done: number, loss: number): string => `\r ${done}0%|##| ${done}/10 [00:01, 1.0it/s, loss=${loss}]`;
    training.push(bar(1, 3) + bar(2, 3));
    assert.deepEqual(losses([...training.push(`${bar(2, 2)}\r`), ...training.flush()]), [3, 2]);
    assert.deepEqual(losses([...training.push(`${bar(2, 1.9)}${bar(3, 1)}\r`), ...training.flush()]), [1]);
  });

  it('adds to the state of a bar that was shown what is measured there later', () => {
    const training = create();
    const bar = (done: number, more: string): string => `\r ${done}0%|##| ${done}/10 [00:01, 1.0it/s, ${more}]\r`;
    training.push(bar(1, 'loss=3') + bar(2, 'loss=2'));
    training.flush();
    const events = [...training.push(bar(2, 'loss=1.9, val_loss=2.5') + bar(3, 'loss=1')), ...training.flush()];
    assert.deepEqual(withRoles(events.flatMap((event) => (event.type === 'samples' ? event.samples : []))), [
      { step: 2, validationLoss: 2.5 },
      { step: 3, loss: 1 },
    ]);
  });

  it('is given up after a million characters without a loss, and read no more', () => {
    const training = create();
    const line = 'step 1 of the build, no error\n';
    for (let length = 0; length <= 1_000_000; length += line.length) training.push(line);
    assert.equal(training.hasGivenUp, true);
    assert.deepEqual(training.push('step 1 loss 3\nstep 2 loss 2\nstep 3 loss 1\n'), []);
  });

  it('is never given up once it is a training', () => {
    const training = create();
    training.push('step 1 loss 3\nstep 2 loss 2\n');
    training.push('step of the build\n'.repeat(100_000));
    assert.equal(training.hasGivenUp, false);
  });
});
