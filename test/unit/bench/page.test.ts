import assert from 'node:assert/strict';
import { renderPage } from '../../bench/engine/page.ts';
import type { Circumstances, Measurements } from '../../bench/engine/page.ts';
import { smallWorkload, trainingFlops } from '../../bench/engine/workload.ts';

const CIRCUMSTANCES: Circumstances = {
  date: '2030-01-31',
  command: 'npm run bench:engine',
  machine: 'a machine',
  versions: ['Node 20.0.0', 'PyTorch 2.0'],
  rounds: 3,
};

describe("the benchmark's page", () => {
  const { folder: _, ...workload } = smallWorkload('mnist');
  const flopsPerImage = trainingFlops(workload.network);
  const speed: NonNullable<Measurements['speed']> = {
    peaks: { ours: [90_000 * flopsPerImage, 100_000 * flopsPerImage] },
    workloads: [
      {
        title: 'small network',
        workload,
        flopsPerImage,
        trainers: [
          {
            name: 'ours',
            imagesPerSecond: [50_000, 40_000, 60_000],
            ratios: [],
            peakBytes: [50 * 2 ** 20, 60 * 2 ** 20],
            lastLosses: [0.5],
          },
          {
            name: 'PyTorch',
            imagesPerSecond: [10_000, 10_000, 10_000],
            ratios: [5, 4, 6],
            peakBytes: [],
            lastLosses: [0.5],
          },
        ],
      },
    ],
    forms: [
      {
        network: 'small',
        ways: [
          { name: 'plain', imagesPerSecond: [9_000, 9_500] },
          { name: 'torch.compile', imagesPerSecond: [], note: 'no compiler' },
        ],
      },
    ],
    notes: ['one that was not there.'],
  };

  it('shows speeds with their spread, ratios, the share of the best peak, and the highest memory', () => {
    const page = renderPage(CIRCUMSTANCES, { speed });
    assert.match(
      page,
      /\| small network \| ours \| 50,000 \(40,000 to 60,000\) \| – \| 50 % \(40 % to 60 %\) \| 60 MB \|/,
    );
    assert.match(page, /\| PyTorch \| 10,000 \(10,000 to 10,000\) \| 5\.00 \(4\.00 to 6\.00\) \| – \| – \|/);
    assert.match(page, /- small network: plain 9,500; torch\.compile failed \(no compiler\)/);
    assert.match(page, /Not measured: one that was not there\./);
  });

  it('says when and how it was measured, on what machine and with what versions', () => {
    const [intro] = renderPage(CIRCUMSTANCES, {}).split('\n\n');
    for (const part of ['2030-01-31', '`npm run bench:engine`', 'a machine', 'Node 20.0.0, PyTorch 2.0'])
      assert.ok(intro.includes(part), part);
  });

  it('has a section for each measurement, and no others', () => {
    const compared = [{ title: 'case', ours: [4], pytorch: [2] }];
    const page = renderPage(CIRCUMSTANCES, {
      'at-once': [{ title: 'small network', name: 'ours', one: [100], two: [190] }],
      start: [{ title: 'small network', ways: { 'from the fork': [0.08] } }],
      zeros: compared,
      sweep: { preset: [1], importTorch: [1.5], many: [6] },
    });
    assert.deepEqual(page.match(/^### .*$/gm), [
      '### Two processes at once',
      '### Until the first step',
      '### Images without exact zeros',
      '### Whole commands',
    ]);
    assert.match(page, /\| small network \| ours \| 100 \| 190 \| 1\.90 \|/);
    assert.match(page, /\| small network \| from the fork \| 80 ms \|/);
    assert.match(page, /\| case \| 4 \| 2 \| 2\.00 \|/);
    assert.match(page, /slow-fast-furious` \(3 runs, tables, report\) \| 1\.00 s \| 1\.50 \|/);
  });
});
