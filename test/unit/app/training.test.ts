import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createEntry } from '../../../src/app/experimentEntry.ts';
import { ExperimentIndex } from '../../../src/app/experimentIndex.ts';
import type { Engines } from '../../../src/app/engines.ts';
import { Training } from '../../../src/app/training.ts';
import type { TrainingEnvironment } from '../../../src/app/training.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { EndedEvent } from '../../../src/domain/runEvent.ts';
import { factsOf } from '../../../src/domain/runFacts.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import type { QueuedRun, Runner, RunnerListener } from '../../../src/runs/runner.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../../support/folders.ts';

const CHOICE = { ...presetChoice(SLOW_FAST_FURIOUS), learningRates: [0.01, 0.1] };

/** What a runner does with one run. @returns how it ended */
type Script = <R extends QueuedRun>(run: R, signal: AbortSignal, listener: RunnerListener<R>) => Promise<EndedEvent>;

/** A runner that follows a script, one run after the other. */
function scripted(script: Script): Runner {
  return {
    name: 'scripted',
    outlivesWindow: false,
    async start(runs, signal, listener) {
      for (const run of runs) await listener.onEnded(run, await script(run, signal, listener));
    },
    cancel: (experiment) => experiment.requestCancel(),
    reconcile: () => Promise.resolve('lost'),
  };
}

/** Learns from 2.3 to 0.1 in ten steps. */
const learns: Script = async (run, _signal, listener) => {
  listener.onEvent(run, { type: 'started', run: 'x', facts: factsOf(run.spec!), spec: run.spec!, engine: 'wasm simd' });
  const samples = Array.from({ length: 11 }, (_, step) => ({ step, loss: 2.3 - 0.22 * step }));
  listener.onEvent(run, { type: 'samples', samples });
  return { type: 'ended', state: 'finished' };
};

describe('Training', () => {
  const newFolder = temporaryFolders();
  const never = new AbortController().signal;

  function create(runner: Runner, folder = path.join(newFolder(), 'experiment')): Promise<Training> {
    const engines = { buildOf: () => Promise.resolve('simd') } as unknown as Engines;
    const environment: TrainingEnvironment = { runner, engines, window: 'test', version: '0' };
    return Training.create('sweep', CHOICE, folder, environment);
  }

  it('keeps the result of a run whose runner did not write it', async () => {
    const training = await create(scripted(learns));
    await training.train(never, () => undefined);
    const { runs } = await (await ExperimentFolder.open(training.experiment.folder)).overview();
    assert.deepEqual(
      runs.map(({ state, result }) => [state, result?.engine, result?.findings.map(({ symptom }) => symptom)]),
      [
        ['finished', 'wasm simd', ['healthy']],
        ['finished', 'wasm simd', ['healthy']],
      ],
    );
  });

  it('caches what lists need of it when all of its runs have ended', async () => {
    const folder = path.join(newFolder(), 'experiment');
    await (await create(scripted(learns), folder)).train(never, () => undefined);
    const read = assert.fail.bind(null, 'read in full');
    const [entry] = await new ExperimentIndex(path.dirname(folder), { read, isActive: () => false }).list();
    const overview = await (await ExperimentFolder.open(folder)).overview({ series: false });
    assert.deepEqual({ ...entry }, createEntry(folder, overview));
  });

  it('caches nothing while a run has not ended', async () => {
    const onlyFirst: Runner = {
      ...scripted(learns),
      async start([run], signal, listener) {
        await listener.onEnded(run, await learns(run, signal, listener));
      },
    };
    const training = await create(onlyFirst);
    const { folder } = training.experiment;
    await training.experiment.startAttempt(1, { window: 'another', runner: 'scripted' });
    await training.train(never, () => undefined);
    assert.equal(existsSync(path.join(folder, 'overview.cache')), false);
  });

  it('keeps the result that a runner has written', async () => {
    const training = await create(
      scripted(async (run) => {
        const attempt = await run.claim();
        const [other] = training.runs;
        other.tracker.apply({ type: 'ended', state: 'finished', reason: 'written by the runner' });
        await attempt.writeResult(other.tracker.result());
        return { type: 'ended', state: 'finished' };
      }),
    );
    await training.train(never, () => undefined);
    const { runs } = await (await ExperimentFolder.open(training.experiment.folder)).overview();
    assert.equal(runs[1].result?.reason, 'written by the runner');
  });

  it('goes on when somebody who listens to it fails, and reports that', async () => {
    const training = await create(scripted(learns));
    const problems: unknown[] = [];
    const failure = new Error('a view failed');
    await training.train(
      never,
      () => {
        throw failure;
      },
      (problem) => problems.push(problem),
    );
    assert.deepEqual(
      training.overview().runs.map(({ state }) => state),
      ['finished', 'finished'],
    );
    assert.ok(problems.length > 2 && problems.every((problem) => problem === failure));
  });

  it('hands on a finding as soon as the samples show it, and before the end', async () => {
    const events: string[] = [];
    const training = await create(
      scripted(async (run, _signal, listener) => {
        listener.onEvent(run, { type: 'started', run: 'x', facts: factsOf(run.spec!), spec: run.spec! });
        listener.onEvent(run, { type: 'samples', samples: [0, 1, 2].map((step) => ({ step, loss: 2.3 })) });
        listener.onEvent(run, { type: 'samples', samples: [{ step: 3, loss: NaN }] });
        return { type: 'ended', state: 'finished' };
      }),
    );
    await training.train(never, ({ index }, event) => {
      if (index === 0) events.push(event.type === 'finding' ? `finding ${event.finding?.symptom}` : event.type);
    });
    assert.deepEqual(events, ['started', 'samples', 'samples', 'finding nan', 'ended']);
  });

  it('says in a sentence that a result cannot be written, and cancels the other runs', async () => {
    const aborted: boolean[] = [];
    const training = await create({
      ...scripted(learns),
      async start(runs, signal, listener) {
        const { folder } = await runs[0].claim();
        // A folder that is not empty cannot be replaced by a file.
        mkdirSync(path.join(folder, 'result.json', 'in the way'), { recursive: true });
        const outcome = listener.onEnded(runs[0], await learns(runs[0], signal, listener));
        await outcome.catch(() => aborted.push(signal.aborted));
        await outcome;
      },
    });
    await assert.rejects(
      training.train(never, () => undefined),
      { name: 'ExperimentError', message: /^The results cannot be written to .*experiment: .*\.$/ },
    );
    assert.deepEqual(aborted, [true]);
  });

  it('says what went wrong, and not that results cannot be written, when a run cannot be claimed', async () => {
    const training = await create({
      ...scripted(learns),
      async start() {
        throw new Error('the cluster is down');
      },
    });
    await assert.rejects(
      training.train(never, () => undefined),
      { message: 'the cluster is down' },
    );
  });

  it('is cancelled by a request from another window', async () => {
    const training = await create(
      scripted(async (_run, signal) => {
        const other = await ExperimentFolder.open(training.experiment.folder);
        if (!(await other.isCancelRequested())) await other.requestCancel();
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return { type: 'ended', state: 'cancelled', reason: 'Cancelled.' };
      }),
    );
    await training.train(never, () => undefined);
    assert.deepEqual(
      training.overview().runs.map(({ state }) => state),
      ['cancelled', 'cancelled'],
    );
  });

  it('resumes an experiment that was killed before anything of it was trained', async () => {
    const { experiment, runs } = await create(scripted(learns));
    assert.ok(!existsSync(path.join(experiment.folder, 'runs', '0', 'attempt-1')));
    const engines = { buildOf: () => Promise.resolve('simd') } as unknown as Engines;
    const environment = { runner: scripted(learns), engines, window: 'another', version: '0' };
    const resumed = await Training.resume(experiment.folder, environment);
    await resumed.train(never, () => undefined);
    assert.equal(resumed.overview().runs.filter(({ state }) => state === 'finished').length, runs.length);
    await assert.rejects(Training.resume(experiment.folder, environment), /nothing to resume/);
  });

  it('asks the runner whether an attempt without a result is still being trained', async () => {
    const { experiment } = await create(scripted(learns));
    await experiment.startAttempt(0, { window: 'gone', runner: 'scripted' });
    const engines = { buildOf: () => Promise.resolve('simd') } as unknown as Engines;
    const resume = (state: 'running' | 'lost'): Promise<Training> => {
      const runner: Runner = { ...scripted(learns), reconcile: () => Promise.resolve(state) };
      return Training.resume(experiment.folder, { runner, engines, window: 'another', version: '0' });
    };
    await assert.rejects(resume('running'), { message: /still running elsewhere/ });
    assert.equal((await resume('lost')).runs.length, 2);
  });
});
