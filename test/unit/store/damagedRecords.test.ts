import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ExperimentError, ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { writeExperiment } from '../../support/experiments.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';

const SWEEP = sweepOf([finishedRun(0, 0.1, [2.3, NaN]), finishedRun(1, 0.01, [2.3, 2, 1])]);

/** A value by its path, replaced; undefined deletes it. */
type Change = readonly [place: string, value: unknown];

describe('a damaged record of an experiment', () => {
  const newFolder = temporaryFolders();
  const written = async (): Promise<string> => (await writeExperiment(newFolder(), SWEEP)).folder;
  const openAndRead = async (folder: string): Promise<unknown> => (await ExperimentFolder.open(folder)).overview();
  const damage = (file: string, [place, value]: Change): void => {
    const record = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const keys = place.split('.');
    const parent = keys.slice(0, -1).reduce((part, key) => part[key] as Record<string, unknown>, record);
    parent[keys.at(-1)!] = value;
    writeFileSync(file, JSON.stringify(record));
  };

  it('that is missing or no JSON is named in a sentence', async () => {
    const empty = newFolder();
    await assert.rejects(openAndRead(empty), {
      name: 'ExperimentError',
      message: `${empty} holds no experiment: there is no experiment.json.`,
    });
    const folder = await written();
    const file = path.join(folder, 'experiment.json');
    const text = readFileSync(file, 'utf8');
    for (const torn of [text.slice(0, 99), '', '\u0000\u0000']) {
      writeFileSync(file, torn);
      await assert.rejects(openAndRead(folder), {
        name: 'ExperimentError',
        message: `The experiment in ${folder} is damaged. experiment.json: not valid JSON.`,
      });
    }
    rmSync(file);
    await assert.rejects(openAndRead(folder), {
      name: 'ExperimentError',
      message: `The experiment in ${folder} was never completely written; delete it and start it again.`,
    });
  });

  it('that is of a newer format is told apart from damage', async () => {
    const folder = await written();
    const file = path.join(folder, 'experiment.json');
    writeFileSync(file, JSON.stringify({ format: 2, runs: 'unheard-of' }));
    await assert.rejects(openAndRead(folder), {
      message: `The experiment in ${folder} was written by a newer Goldilocks (format 2, this one reads 1); update Goldilocks to open it.`,
    });
  });

  it('that is of the format before variants is refused', async () => {
    const folder = await written();
    const { variants: _, ...record } = SWEEP.record;
    const old = {
      ...record,
      specs: SWEEP.runs.map(({ spec }) => spec),
      site: null,
      engine: { name: 'wasm', build: '' },
    };
    writeFileSync(path.join(folder, 'experiment.json'), JSON.stringify(old));
    await assert.rejects(openAndRead(folder), {
      name: 'ExperimentError',
      message: `The experiment in ${folder} is damaged. experiment.json: "variants" is missing or has a wrong value.`,
    });
  });

  const EXPERIMENT_CHANGES: Change[] = [
    ['format', '1'],
    ['kind', undefined],
    ['name', 7],
    ['preset', undefined],
    ['createdAt', 'yesterday'],
    ['createdAt', null],
    ['subject', 'weather'],
    ['runner', {}],
    ['variants', null],
    ['variants.0', null],
    ['variants.1.id', 3],
    ['variants.0.values', null],
    ['variants.0.values.rate', 'fast'],
    ['versions', 'none'],
    ['versions', undefined],
  ];
  const RUN_CHANGES: Change[] = [
    ['variant', null],
    ['variant.label', undefined],
    ['seed', 'one'],
    ['facts', undefined],
    ['facts.unit', 'mile'],
    ['facts.total', 'many'],
    ['facts.metrics', null],
    ['spec', 5],
    ['spec', {}],
    ['spec.network', null],
    ['spec.network.input', [28]],
    ['spec.network.input', ['28', 28, 1]],
    ['spec.network.blocks.0.kernel', -3],
    ['spec.dataset.train', null],
    ['spec.optimizer', null],
    ['spec.optimizer.name', 'newton'],
    ['spec.optimizer.name', '__proto__'],
    ['spec.optimizer', { name: 'adam' }],
    ['spec.learningRate', 'NaN'],
    ['spec.seed', true],
    ['spec.schedule', { name: 'random' }],
    ['spec.batchSize', 0],
    ['spec.epochs', 1.5],
    ['spec.engine', 'steam'],
  ];

  for (const [record, changes] of [
    ['experiment.json', EXPERIMENT_CHANGES],
    ['runs/1/run.json', RUN_CHANGES],
  ] as const) {
    for (const change of changes) {
      it(`with the wrong ${change[0]}: ${JSON.stringify(change[1])} is refused with a sentence`, async () => {
        const folder = await written();
        damage(path.join(folder, record), change);
        await assert.rejects(openAndRead(folder), (error: Error) => {
          assert.ok(error instanceof ExperimentError, error.stack);
          const start = `The experiment in ${folder} is damaged. ${path.normalize(record)}: "`;
          assert.equal(error.message.slice(0, start.length), start);
          assert.match(error.message, / is missing or has a wrong value\.$/);
          return true;
        });
      });
    }
  }

  it('of a run that is lost is refused with a sentence', async () => {
    const folder = await written();
    rmSync(path.join(folder, 'runs', '0'), { recursive: true });
    await assert.rejects(openAndRead(folder), {
      name: 'ExperimentError',
      message: `The experiment in ${folder} is damaged. ${path.join('runs', '0', 'run.json')}: missing.`,
    });
  });

  it('is not looked for in folders that have no number', async () => {
    const folder = await written();
    for (const name of ['01', '-1', 'x', '2.5', '2.tmp']) writeFileSync(path.join(folder, 'runs', name), '');
    assert.equal((await (await ExperimentFolder.open(folder)).runs()).length, 2);
  });

  it('never makes the overview fail in another way, whichever bit is flipped', async () => {
    const folder = await written();
    for (const record of [
      'experiment.json',
      'runs/0/run.json',
      'runs/0/attempt-1/result.json',
      'runs/0/attempt-1/process.json',
    ]) {
      const file = path.join(folder, record);
      const whole = readFileSync(file);
      for (let bit = 3; bit < whole.length * 8; bit += 37) {
        const flipped = Buffer.from(whole);
        flipped[bit >> 3] ^= 1 << (bit & 7);
        writeFileSync(file, flipped);
        await openAndRead(folder).catch((error: unknown) => assert.ok(error instanceof ExperimentError, String(error)));
      }
      writeFileSync(file, whole);
    }
    assert.deepEqual(await openAndRead(folder), SWEEP);
  });
});
