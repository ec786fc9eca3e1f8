import assert from 'node:assert/strict';
import { UpdateScheduler } from '../../../webview/updateScheduler.ts';
import type { Clock } from '../../../webview/updateScheduler.ts';

/** A clock that stands still until it is told to go on. */
class FakeClock implements Clock {
  now = 0;
  #tasks: { readonly time: number; readonly task: () => void }[] = [];

  readonly after = (milliseconds: number, task: () => void): (() => void) => {
    const planned = { time: this.now + milliseconds, task };
    this.#tasks.push(planned);
    return () => (this.#tasks = this.#tasks.filter((other) => other !== planned));
  };

  /** Runs the task that is due first, and what follows from it without another task. False if none is due by then. */
  async step(until = this.now): Promise<boolean> {
    const due = this.#tasks.filter(({ time }) => time <= until).sort((a, b) => a.time - b.time)[0];
    if (!due) return false;
    this.#tasks = this.#tasks.filter((other) => other !== due);
    this.now = Math.max(this.now, due.time);
    due.task();
    await settled();
    return true;
  }

  /** Runs everything that is due within some milliseconds. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds;
    await settled();
    while (await this.step(until));
    this.now = until;
  }
}

/** Lets what waits for promises go on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('the scheduler of updates', () => {
  /** A page with three pictures, of which the last is out of view; what happens to it, with the times since it was new or drawn. */
  function setUpNew() {
    let start = 0;
    const time = new FakeClock();
    const happened: string[] = [];
    const note = (what: string): void => void happened.push(`${time.now - start} ${what}`);
    const inView = new Set(['first', 'second']);
    /** A picture whose drawing takes until `finish` is called. */
    let slow: string | null = null;
    let finish = (): void => {};
    const page = {
      pictures: ['first', 'second', 'third'].map((name) => ({
        get isInView() {
          return inView.has(name);
        },
        draw: () => {
          note(name);
          return name === slow ? new Promise<void>((resolve) => (finish = resolve)) : Promise.resolve();
        },
      })),
      updateTexts: () => note('texts'),
      preparePictures: () => note('prepare'),
      onComplete: () => note('done'),
      onProblem: (error: unknown) => note(String(error)),
    };
    return {
      time,
      inView,
      page,
      scheduler: new UpdateScheduler(page, time),
      /** What happened since this was asked last. */
      news: () => happened.splice(0),
      slowDown: (name: string) => (slow = name),
      finish: () => {
        slow = null;
        finish();
      },
      restart: () => {
        start = time.now;
        happened.length = 0;
      },
    };
  }

  /** The same page when it has been drawn, at the end of the rest. */
  async function setUp() {
    const page = setUpNew();
    page.scheduler.updateForData();
    await page.time.pass(250);
    page.restart();
    return page;
  }

  it('makes one picture a round, so that those that are there grow meanwhile', async () => {
    const { time, scheduler, news } = setUpNew();
    scheduler.updateForData();
    assert.deepEqual(news(), ['0 texts']);
    await time.step();
    await time.step();
    assert.deepEqual(news(), ['0 prepare', '0 first']);
    scheduler.updateForData();
    await time.pass(249);
    assert.deepEqual(news(), ['0 texts', '0 prepare', '0 first', '0 second', '0 done']);
  });

  it('prepares pictures once while nothing changes', async () => {
    const { time, scheduler, news } = setUpNew();
    scheduler.updateForData();
    await time.pass(0);
    assert.deepEqual(news(), ['0 texts', '0 prepare', '0 first', '0 second', '0 done']);
  });

  it('shows texts in the task that brings them, and pictures afterwards', async () => {
    const { time, scheduler, news } = await setUp();
    scheduler.updateForData();
    assert.deepEqual(news(), ['0 texts']);
    scheduler.updateForUser();
    assert.deepEqual(news(), ['0 texts']);
    await time.pass(0);
    assert.deepEqual(news(), ['0 prepare', '0 first', '0 second', '0 done']);
  });

  it('updates texts while a picture is being drawn, draws no other meanwhile, and that one again after a rest', async () => {
    const { time, scheduler, news, slowDown, finish } = await setUp();
    slowDown('first');
    scheduler.updateForData();
    await time.pass(1000);
    assert.deepEqual(news(), ['0 texts', '0 prepare', '0 first']);
    scheduler.updateForData();
    assert.deepEqual(news(), ['1000 texts']);
    await time.pass(1000);
    assert.deepEqual(news(), []);
    finish();
    await time.pass(1000);
    assert.deepEqual(news(), ['2000 second', '2000 done', '2250 prepare', '2250 first', '2250 second', '2250 done']);
  });

  it('updates texts between two pictures, each of which has a task of its own', async () => {
    const { time, scheduler, news } = await setUp();
    scheduler.updateForData();
    for (const happens of ['0 prepare', '0 first', '0 second', '0 done']) {
      scheduler.updateForData();
      assert.deepEqual(news().slice(-1), ['0 texts']);
      assert.ok(await time.step());
      assert.deepEqual(news(), [happens]);
    }
  });

  it('leaves out a picture that is out of view until it comes into view, and then draws it at once', async () => {
    const { time, inView, scheduler, news } = await setUp();
    scheduler.updateForData();
    await time.pass(10);
    assert.deepEqual(news(), ['0 texts', '0 prepare', '0 first', '0 second', '0 done']);
    scheduler.onViewChange();
    await time.pass(10);
    assert.deepEqual(news(), []);
    inView.add('third');
    scheduler.onViewChange();
    await time.pass(1000);
    assert.deepEqual(news(), ['20 third', '20 done']);
  });

  it('draws what is in view when its turn has come', async () => {
    const { time, inView, scheduler, news } = await setUp();
    scheduler.updateForData();
    await time.step();
    await time.step();
    assert.deepEqual(news(), ['0 texts', '0 prepare', '0 first']);
    inView.delete('second');
    inView.add('third');
    await time.pass(0);
    assert.deepEqual(news(), ['0 third', '0 done']);
  });

  it('rests 250 ms after a round, however long it took', async () => {
    const { time, scheduler, news, slowDown, finish } = await setUp();
    slowDown('second');
    scheduler.updateForData();
    await time.pass(3000);
    finish();
    await time.pass(0);
    scheduler.updateForData();
    news();
    await time.pass(249);
    assert.deepEqual(news(), []);
    await time.pass(1);
    assert.deepEqual(news(), ['3250 prepare', '3250 first', '3250 second', '3250 done']);
  });

  it('does not rest while the user waits', async () => {
    const { time, scheduler, news } = await setUp();
    scheduler.updateForData();
    await time.pass(10);
    scheduler.updateForData();
    scheduler.updateForUser();
    news();
    await time.pass(0);
    assert.deepEqual(news(), ['10 prepare', '10 first', '10 second', '10 done']);
  });

  it('does nothing when nothing has changed', async () => {
    const { time, scheduler, news } = await setUp();
    scheduler.updateForData();
    await time.pass(0);
    news();
    await time.pass(1000);
    assert.deepEqual(news(), []);
  });

  it('goes on after a problem with texts, and with pictures', async () => {
    const { time, page, scheduler, news } = await setUp();
    const { updateTexts, preparePictures } = page;
    page.updateTexts = page.preparePictures = () => {
      throw new RangeError('too long');
    };
    scheduler.updateForData();
    await time.pass(0);
    assert.deepEqual(news(), ['0 RangeError: too long', '0 RangeError: too long']);
    Object.assign(page, { updateTexts, preparePictures });
    scheduler.updateForData();
    await time.pass(1000);
    assert.deepEqual(news(), ['0 texts', '250 prepare', '250 first', '250 second', '250 done']);
  });

  it('draws nothing more after it was closed, which is done when the last picture is drawn', async () => {
    const { time, scheduler, news, slowDown, finish } = await setUp();
    slowDown('first');
    scheduler.updateForData();
    await time.pass(0);
    const closed = scheduler.close().then(() => news());
    scheduler.updateForUser();
    await time.pass(1000);
    assert.deepEqual(news(), ['0 texts', '0 prepare', '0 first', '0 texts']);
    finish();
    await time.pass(1000);
    assert.deepEqual([await closed, news()], [[], []]);
  });
});
