import assert from 'node:assert/strict';
import { ParseBudgetError } from '../../../src/code/parseBudget.ts';
import type { Parsers, ProgramLanguage } from '../../../src/code/parsers.ts';
import { RateSession } from '../../../src/code/rateSession.ts';
import { TimeSlices } from '../../../src/store/timeSlices.ts';
import { NEVER_YIELD } from '../../../src/code/yieldPolicy.ts';
import { parsers } from './marked.ts';

/** The grammar takes minutes and hundreds of megabytes for it. */
const ENDLESS = { language: 'typescriptreact', text: ' [0rs = [ lrt[eh]izer.params:' };
const HARMLESS = { language: 'typescriptreact', text: 'const optimizer = tf.train.sgd(0.5);' };

const GENEROUS = 2 ** 40;

async function inSession(session: RateSession, use: (session: RateSession) => Promise<void>): Promise<void> {
  try {
    await use(session);
  } finally {
    session.dispose();
  }
}

describe('a parse without end', () => {
  for (const [name, policy] of [
    ['with pauses', new TimeSlices()],
    ['without', NEVER_YIELD],
  ] as const) {
    it(`is given up after its time, ${name}, and the next text is read`, () =>
      inSession(new RateSession(parsers, policy, { milliseconds: 50, bytes: GENEROUS }), async (session) => {
        await assert.rejects(session.find(ENDLESS), new ParseBudgetError('parsing it takes longer than 0.05 s'));
        assert.equal((await session.find(HARMLESS)).sites.length, 1);
        assert.ok(parsers.memoryBytes() >= 2 ** 25);
      }));
  }

  it('is given up when the memory of the parsers has grown too much', async () => {
    const grows = Object.assign(Object.create(parsers) as Parsers, {
      create: (language: ProgramLanguage) => parsers.create(language),
      memoryBytes: () => parsers.memoryBytes() + 2 ** 20 * performance.now(),
    });
    const session = new RateSession(grows, NEVER_YIELD, { milliseconds: GENEROUS, bytes: 50 * 2 ** 20 });
    await inSession(session, () =>
      assert.rejects(session.find(ENDLESS), new ParseBudgetError('parsing it needs more than 50 MB of memory')),
    );
  });

  it('is cancelled by a signal, and a text that waits for it is read', () =>
    inSession(
      new RateSession(parsers, new TimeSlices(), { milliseconds: GENEROUS, bytes: GENEROUS }),
      async (session) => {
        const older = new AbortController();
        const endless = session.find(ENDLESS, older.signal);
        const newer = session.find(HARMLESS);
        setImmediate(() => older.abort());
        await assert.rejects(endless, { name: 'AbortError' });
        assert.equal((await newer).sites.length, 1);
      },
    ));

  it('leaves the version before for the next edit', () =>
    inSession(new RateSession(parsers, NEVER_YIELD, { milliseconds: 50, bytes: GENEROUS }), async (session) => {
      const before = await session.find(HARMLESS);
      await assert.rejects(session.find(ENDLESS), ParseBudgetError);
      assert.deepEqual(await session.find(HARMLESS), before);
    }));
});
