import assert from 'node:assert/strict';
import { createEntry } from '../../../../src/app/experimentEntry.ts';
import { judgePlaces } from '../../../../src/app/sites/judgePlaces.ts';
import type { JudgedFile } from '../../../../src/app/sites/judgePlaces.ts';
import { measuredAt, measuredLine, measuredText, measurementOf } from '../../../../src/app/sites/measuredRates.ts';
import type { MeasuredRate, Measurement } from '../../../../src/app/sites/measuredRates.ts';
import { resultText } from '../../../../src/app/sites/resultText.ts';
import { tieRun } from '../../../../src/app/sites/tieRun.ts';
import type { ProgramSweepChoice } from '../../../../src/kinds/programSweep/choice.ts';
import { programTestChoice } from '../../../../src/kinds/programTest/choice.ts';
import { experimentOf } from '../../../support/programExperiments.ts';
import { line } from '../../../support/runs.ts';
import { placesIn } from './placesIn.ts';

const programAt = (rate: string): string => `import torch
optimizer = torch.optim.SGD(torch.nn.Linear(2, 1).parameters(), lr=${rate})
`;
const LEARNING = line(2.3, 0.2, 60);
const SLOW = line(2.3, 2.2, 60);
const BROKEN = [...line(2.3, 20, 20), NaN];

/** A program whose number is 0.1. */
async function setup() {
  const site = tieRun(await placesIn(programAt('0.1')), { rate: 0.1, batchSize: null })!;
  return { command: ['python', 'train.py'], cwd: '/project', way: { kind: 'probe' }, site } as const;
}

/** A sweep of it with these losses at 0.01, 0.1 and 0.001. */
async function sweep(
  losses: readonly (readonly number[] | null)[],
  steps: number | null = null,
  learningRates: readonly number[] = [0.1, 0.01, 0.001],
) {
  const program = await setup();
  const choice = { name: '', program, learningRates, seeds: 1, steps, confirms: null } satisfies ProgramSweepChoice;
  return experimentOf('program-sweep', choice, losses);
}

async function measurementBy(...args: Parameters<typeof sweep>): Promise<Measurement | null> {
  return measurementOf(createEntry('/experiment', await sweep(...args)));
}

async function measuredBy(...args: Parameters<typeof sweep>): Promise<MeasuredRate | null> {
  return (await measurementBy(...args))?.best ?? null;
}

describe('the rate that is best for a program', () => {
  it('is told as measured on this program, with what works', async () => {
    const several = (await measuredBy([LEARNING, BROKEN, LEARNING]))!;
    assert.equal(
      measuredText(several),
      'Measured on this program: the Goldilocks zone is 0.001 to 0.01; suggested rate 0.01. Lower rates were not tried.',
    );
    assert.equal(measuredLine(several), 'measured on this program: 0.001 to 0.01 · try 0.01');
    const one = (await measuredBy([LEARNING, BROKEN, SLOW], 200))!;
    assert.equal(measuredText(one), 'Measured on this program: 0.01 works best. Each run was limited to 200 steps.');
    assert.equal(measuredLine(one), 'measured on this program: 0.01 works best');
  });

  it('is told with the arguments that the program was given', async () => {
    const overview = await sweep([LEARNING, BROKEN, LEARNING]);
    const choice = overview.record.choice as ProgramSweepChoice;
    const textWith = (...command: [string, ...string[]]): string => {
      const record = { ...overview.record, choice: { ...choice, program: { ...choice.program, command } } };
      return measuredText(measurementOf(createEntry('/experiment', { ...overview, record }))!.best!);
    };
    assert.match(textWith('python', '/project/train.py', '--name', 'a b'), / The program was run with --name "a b"\.$/);
    assert.match(textWith('python', '/project/train.py'), / Lower rates were not tried\.$/);
  });

  it('is nothing while a run is still to come, where the program learns at no rate, and of a single rate', async () => {
    assert.equal(await measuredBy([LEARNING, BROKEN, null]), null);
    assert.equal(await measuredBy([BROKEN, BROKEN, SLOW]), null);
    assert.equal(await measuredBy([LEARNING], null, [0.01]), null);
  });

  it('is told as likely after a range test', async () => {
    const choice = programTestChoice({ name: '', program: await setup(), optimizer: null });
    const { from, to, steps } = choice;
    const rates = Array.from({ length: steps }, (_, step) => from * (to / from) ** (step / (steps - 1)));
    const curve = rates.map((rate) => 0.2 + 2.1 / (1 + (rate / 0.003) ** 2) + (rate / 0.3) ** 4);
    const losses = curve.slice(
      0,
      curve.findIndex((loss) => loss > 8),
    );
    const test = experimentOf('program-test', choice, [losses, losses], rates);
    const measured = measurementOf(createEntry('/experiment', test))!.best!;
    assert.match(
      measuredText(measured),
      /^A range test of this program suggests 0\.0\d+; the best rate is likely between 0\.\d+ and 0\.\d+\.$/,
    );
    assert.match(measuredLine(measured), /^range test of this program: 0\.0\d+$/);
  });
});

describe('what was measured with a program', () => {
  /** How a program in a text is judged after a sweep of that with 0.1. */
  async function judged(text: string, steps: number | null = null): Promise<JudgedFile> {
    const overview = await sweep([LEARNING, BROKEN, SLOW], steps);
    const measured = measurementOf(createEntry('/experiment', overview))!;
    const results = overview.runs
      .map((run) => ({ folder: '/experiment', program: '', run, site: run.site!, findings: run.result!.findings }))
      .reverse();
    return judgePlaces(results, await placesIn(text), [measured]);
  }

  it('is at the number, with the run at the rate that stands there', async () => {
    for (const [rate, text] of [
      ['0.1', /^In the last run, 0\.1 ended in NaN/],
      ['0.01', /^In the last run, 0\.01 is /],
    ] as const) {
      const [place] = (await judged(`# Edited.\n${programAt(rate)}`)).places;
      assert.match(resultText(place)!, text);
      assert.equal(place.measured?.rate, 0.01);
    }
  });

  it('says nothing of a run at a rate that was not tried, nor where its runs were cut short', async () => {
    const [other] = (await judged(programAt('0.05'))).places;
    assert.deepEqual([resultText(other), other.measured?.rate], [null, 0.01]);
    const [short] = (await judged(programAt('0.1'), 50)).places;
    assert.deepEqual([resultText(short), short.measured?.rate], [null, 0.01]);
  });

  it('leaves the run before it at the number until its own at that rate has finished, or has a finding', async () => {
    const { runs } = await sweep([LEARNING, BROKEN, SLOW]);
    const places = await placesIn(programAt('0.1'));
    const [, run] = runs;
    const tried = { folder: '/sweep', program: '', run, site: run.site!, findings: run.result!.findings };
    const before = { ...tried, folder: '/before', site: { ...run.site!, tried: undefined } };
    for (const [state, findings, shown] of [
      ['queued', [], '/before'],
      ['running', [], '/before'],
      ['running', tried.findings, '/sweep'],
      ['finished', tried.findings, '/sweep'],
      ['failed', [], '/before'],
      ['cancelled', [], '/before'],
      ['pruned', tried.findings, '/before'],
    ] as const) {
      const [{ current }] = judgePlaces([{ ...tried, run: { ...run, state }, findings }, before], places).places;
      assert.equal(current?.folder, shown, `${state}, ${findings.length}`);
    }
  });

  it('is gone after a newer experiment in which no rate works, but not where that was cancelled', async () => {
    const older = await measurementBy([LEARNING, BROKEN, SLOW]);
    const newer = await measurementBy([BROKEN, BROKEN, SLOW]);
    const overview = await sweep([BROKEN, BROKEN, SLOW]);
    const runs = overview.runs.map((run, index) => (index < 2 ? run : { ...run, state: 'cancelled' as const }));
    assert.equal(measurementOf(createEntry('/experiment', { ...overview, runs })), null);
    const places = await placesIn(programAt('0.1'));
    assert.equal(measuredAt(places[0], [older!], places)?.rate, 0.01);
    assert.equal(measuredAt(places[0], [newer!, older!], places), null);
  });

  it('is gone with the optimizer, and with the number', async () => {
    assert.equal((await judged(programAt('0.1').replace('SGD', 'Adam'))).places.at(0)?.measured ?? null, null);
    const { places, lost } = await judged('import torch\n');
    assert.deepEqual([places.length, lost.length], [0, 3]);
  });
});
