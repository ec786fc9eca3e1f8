import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { LibraryEvents } from '../../../src/app/experimentLibrary.ts';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import { FollowedExperiment } from '../../../src/vscode/panel/followedExperiment.ts';
import type { FollowedLibrary } from '../../../src/vscode/panel/followedExperiment.ts';

interface FakeActive {
  readonly training: { readonly experiment: { readonly folder: string } };
  trainingSince: number | null;
}

/** A library in which experiments start, train and end when a test says so. */
class FakeLibrary extends EventEmitter<LibraryEvents> {
  active: FakeActive[] = [];

  start(folder: string): void {
    this.active.push({ training: { experiment: { folder } }, trainingSince: null });
    this.emit('started', folder);
  }

  train(folder: string): void {
    this.active.find(({ training }) => training.experiment.folder === folder)!.trainingSince = 1;
    this.emit('run', folder, {} as LibraryEvents['run'][1], { type: 'started' } as RunEvent);
  }

  end(folder: string): void {
    this.active = this.active.filter(({ training }) => training.experiment.folder !== folder);
    this.emit('ended', folder, null);
  }
}

describe('the experiment that is followed', () => {
  let library: FakeLibrary;
  let followed: FollowedExperiment;
  /** What was followed at each change that was told. */
  let changes: (string | null)[];
  beforeEach(() => {
    library = new FakeLibrary();
    changes = [];
    followed = new FollowedExperiment(library as unknown as FollowedLibrary, () => changes.push(followed.folder));
  });

  it('is none at first', () => assert.equal(followed.folder, null));

  it('is the one that trains, and stays when it has ended', () => {
    library.start('one');
    library.train('one');
    library.end('one');
    assert.deepEqual(changes, ['one', 'one', 'one']);
  });

  it('is the newest of those that train, but none that waits behind them', () => {
    library.start('one');
    library.train('one');
    library.start('two');
    assert.equal(followed.folder, 'one');
    library.train('two');
    assert.equal(changes.at(-1), 'two');
    library.end('two');
    assert.equal(changes.at(-1), 'one');
  });

  it('is the first in line before any of them trains', () => {
    library.start('one');
    library.start('two');
    assert.equal(followed.folder, 'one');
    library.end('one');
    assert.equal(changes.at(-1), 'two');
  });

  it('is the one opened last when none trains', () => {
    library.start('one');
    followed.open('old');
    assert.equal(followed.folder, 'one');
    library.end('one');
    assert.equal(followed.folder, 'one');
    followed.open('old');
    assert.equal(changes.at(-1), 'old');
  });

  it('is that of before the reload until something is trained or opened', () => {
    followed.restore('before');
    assert.equal(followed.folder, 'before');
    followed.open('old');
    followed.restore('before');
    assert.equal(followed.folder, 'old');
  });

  it('is none when it was deleted', () => {
    followed.open('old');
    library.emit('deleted', 'another');
    assert.equal(followed.folder, 'old');
    library.emit('deleted', 'old');
    assert.equal(changes.at(-1), null);
  });

  it('is not told of each measurement', () => {
    library.start('one');
    const before = changes.length;
    library.emit('run', 'one', {} as LibraryEvents['run'][1], { type: 'samples', samples: [] });
    assert.equal(changes.length, before);
  });

  it('leaves nobody listening', () => {
    followed.dispose();
    assert.deepEqual(
      library.eventNames().filter((name) => library.listenerCount(name) > 0),
      [],
    );
  });
});
