import assert from 'node:assert/strict';
import { ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { ReportedEvent } from '../../../src/app/reportedEvent.ts';
import { reportRun } from '../../../src/app/reportedRun.ts';
import type { TrainingEnvironment } from '../../../src/app/training.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { temporaryFolders } from '../../support/folders.ts';

const ENVIRONMENT = { window: 'here', runner: { name: 'workers' } } as unknown as TrainingEnvironment;
const LOSSES: ReportedEvent = { type: 'samples', samples: [2, NaN].map((loss, step) => ({ step, loss })) };

describe('a run that another extension reports', () => {
  const newFolder = temporaryFolders();

  /** Reports events, of which some may be refused, then the end. @returns what another window reads */
  async function report(...events: readonly unknown[]): Promise<{ refused: string[]; overview: ExperimentOverview }> {
    const folder = newFolder();
    const run = await reportRun('mine', new ExperimentLibrary(folder, ENVIRONMENT));
    const refused: string[] = [];
    for (const event of [...events, { type: 'ended', state: 'finished' }]) {
      try {
        run.report(event as ReportedEvent);
      } catch (error) {
        assert.ok(error instanceof TypeError);
        refused.push(error.message);
      }
    }
    await run.ended;
    const { overview, problem } = await new ExperimentLibrary(folder, ENVIRONMENT).entry(run.folder);
    assert.equal(problem, null);
    return { refused, overview };
  }

  it('is kept so that it can be read again, also with facts that are undefined or not known here', async () => {
    const { refused, overview } = await report(
      { type: 'started', facts: { rate: 0.1, batchSize: undefined, colour: 'red' } },
      LOSSES,
      { type: 'facts', facts: { optimizer: 'adam', rate: undefined } },
    );
    assert.deepEqual(refused, []);
    const [{ facts, result }] = overview.runs;
    assert.deepEqual([facts.rate, facts.optimizer, facts.batchSize, result?.state], [0.1, 'adam', null, 'finished']);
  });

  const WRONG: Readonly<Record<string, unknown>> = {
    'samples.0': { type: 'samples', samples: [null] },
    'samples.1.step': { type: 'samples', samples: [{ step: 0 }, { step: NaN }] },
    'samples.0.loss': { type: 'samples', samples: [{ step: 0, loss: '2.3' }] },
    'samples.1.accuracy': { type: 'samples', samples: [{ step: 0 }, { step: 1, accuracy: null }] },
    samples: { type: 'samples', samples: 'all' },
    facts: { type: 'facts', facts: null },
    'facts.rate': { type: 'started', facts: { rate: '0.1' } },
    'facts.batchSize': { type: 'facts', facts: { batchSize: 0.5 } },
    'facts.unit': { type: 'started', facts: { unit: 'fortnight' } },
    'facts.optimizer': { type: 'started', facts: { optimizer: 3 } },
    reason: { type: 'ended', state: 'failed', reason: 3 },
    state: { type: 'ended', state: 'queued' },
  };
  for (const [place, event] of Object.entries(WRONG))
    it(`refuses an event with a wrong ${place}, and keeps the rest`, async () => {
      const { refused, overview } = await report(event, LOSSES);
      assert.deepEqual(refused.length, 1);
      assert.ok(refused[0].includes(`"${place}" is missing or has a value that is not allowed`), refused[0]);
      assert.equal(overview.runs[0].result?.state, 'finished');
    });

  it('refuses samples that go back, unless it starts over', async () => {
    const back = { type: 'samples', samples: [{ step: 0, loss: 1 }] };
    assert.match((await report(LOSSES, back)).refused.join(), /step 0 comes after 1\./);
    assert.deepEqual((await report(LOSSES, { type: 'reset' }, back)).refused, []);
  });

  it('ignores what is reported after the end', async () => {
    const { refused, overview } = await report(LOSSES, { type: 'ended', state: 'failed' }, LOSSES);
    assert.deepEqual([refused, overview.runs[0].result?.state], [[], 'failed']);
  });

  it('needs a name', async () => {
    const library = new ExperimentLibrary(newFolder(), ENVIRONMENT);
    await assert.rejects(reportRun(undefined as never, library), /must be text/);
  });
});
