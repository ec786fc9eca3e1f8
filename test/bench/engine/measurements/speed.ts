import path from 'node:path';
import { pairedRatios } from '../../statistics.ts';
import { fewRounds } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { BenchError } from '../benchError.ts';
import type { FormSpeed, NetworkSize } from '../peers/forms.ts';
import { describeForms } from '../peers/forms.ts';
import { alternate } from '../rounds.ts';
import {
  formatCount,
  formatGigaflops,
  formatMegabytes,
  formatPercent,
  formatRatio,
  renderTable,
  withSpread,
} from '../table.ts';
import { imagesPerSecond } from '../trainer.ts';
import type { SlowTrainer } from '../trainer.ts';
import { HEADLINE_RATE, largeWorkload, smallWorkload, trainingFlops } from '../workload.ts';
import type { Workload } from '../workload.ts';

/** A trainer with one workload, one entry for each round. */
export interface TrainerSpeed {
  readonly name: string;
  readonly imagesPerSecond: readonly number[];
  /** The speed of the built-in engine in this Node over this one, in the same rounds; empty for itself. */
  readonly ratios: readonly number[];
  readonly peakBytes: readonly number[];
  readonly lastLosses: readonly number[];
}

export interface WorkloadSpeed {
  readonly title: string;
  readonly workload: Omit<Workload, 'folder'>;
  readonly flopsPerImage: number;
  readonly trainers: readonly TrainerSpeed[];
}

export interface Speeds {
  /** By trainer: the floating-point operations per second of a WebAssembly loop with nothing else, one entry for each round. */
  readonly peaks: Readonly<Record<string, readonly number[]>>;
  readonly workloads: readonly WorkloadSpeed[];
  readonly forms: readonly FormSpeed[];
  readonly notes: readonly string[];
}

const QUICK_IMAGES = 10_000;
/** At this rate the network dies at once, so that much of its work can be skipped. */
const DEAD_RATE = 0.1;

/** Whole training runs of all trainers, with the fraction of WebAssembly's peak speed. */
export async function measureSpeed(bench: Bench): Promise<Speeds> {
  const cases = bench.quick
    ? [small(bench, HEADLINE_RATE), large(bench)]
    : [small(bench, HEADLINE_RATE), small(bench, 0.01), small(bench, DEAD_RATE), large(bench)];
  const workloads: WorkloadSpeed[] = [];
  const peaks = Object.fromEntries(bench.nodes.map(({ name }) => [name, [] as number[]]));
  const notes = new Set<string>();
  for (const each of cases) workloads.push(await measureCase(bench, each, peaks, notes));
  return { peaks, workloads, forms: bench.forms, notes: [...notes] };
}

interface Case {
  readonly title: string;
  readonly workload: Workload;
  readonly network: NetworkSize;
  readonly rounds: number;
  /** Whether to include the slow trainers. */
  readonly hasSlow: boolean;
}

function small(bench: Bench, rate: number): Case {
  const rounds = rate === DEAD_RATE ? fewRounds(bench) : bench.rounds;
  return {
    title: `small network, rate ${rate}`,
    workload: smallWorkload(bench.mnist, rate),
    network: 'small',
    rounds,
    hasSlow: rate === HEADLINE_RATE && !bench.quick,
  };
}

function large({ mnist, quick, rounds }: Bench): Case {
  const workload = largeWorkload(mnist);
  if (!quick) return { title: 'large network', workload, network: 'large', rounds, hasSlow: true };
  return {
    title: `large network, ${formatCount(QUICK_IMAGES)} images`,
    workload: { ...workload, train: QUICK_IMAGES },
    network: 'large',
    rounds,
    hasSlow: false,
  };
}

async function measureCase(
  bench: Bench,
  { title, workload, network, rounds, hasSlow }: Case,
  peaks: Record<string, number[]>,
  notes: Set<string>,
): Promise<WorkloadSpeed> {
  const { ours, nodes, peak } = bench;
  const pytorch = bench.pytorch[network];
  const trainers = [...nodes, pytorch];
  const runs = await alternate(
    rounds,
    Object.fromEntries(
      trainers.map((trainer) => [
        trainer.name,
        async () => {
          const node = nodes.find(({ name }) => name === trainer.name)?.node;
          if (node) peaks[trainer.name].push(await peak.measure(node.path));
          return trainer.train(workload);
        },
      ]),
    ),
    (line) => bench.log(`${title}: ${line}`),
  );
  const speeds = (name: string): number[] => runs[name].map(({ epochs }) => imagesPerSecond(epochs));
  const measured: TrainerSpeed[] = trainers.map(({ name }) => ({
    name,
    imagesPerSecond: speeds(name),
    ratios: name === ours.name ? [] : pairedRatios(speeds(ours.name), speeds(name)),
    peakBytes: runs[name].flatMap(({ peakBytes }) => peakBytes ?? []),
    lastLosses: runs[name].map(({ loss }) => loss),
  }));
  const slow: TrainerSpeed[] = [];
  for (const trainer of hasSlow ? bench.slow : []) {
    const speed = await measureSlow(bench, trainer, title, workload).catch((error: unknown) => {
      if (!(error instanceof BenchError)) throw error;
      bench.log(error.message);
      notes.add(error.message.replaceAll(bench.root + path.sep, ''));
    });
    if (speed) slow.push(speed);
  }
  const { folder: _, ...rest } = workload;
  return { title, workload: rest, flopsPerImage: trainingFlops(workload.network), trainers: [...measured, ...slow] };
}

/** Measures a trainer that is so slow that it gets fewer images than the built-in engine. */
async function measureSlow(
  bench: Bench,
  trainer: SlowTrainer,
  title: string,
  workload: Workload,
): Promise<TrainerSpeed> {
  const runs = await alternate(
    fewRounds(bench),
    {
      ours: () => bench.ours.train(workload),
      theirs: () => trainer.train({ ...workload, train: trainer.images, epochs: 1 }),
    },
    (line) => bench.log(`${title}, ${trainer.name}: ${line}`),
  );
  const theirs = runs.theirs.map(({ epochs }) => imagesPerSecond(epochs));
  return {
    name: trainer.name,
    imagesPerSecond: theirs,
    ratios: pairedRatios(
      runs.ours.map(({ epochs }) => imagesPerSecond(epochs)),
      theirs,
    ),
    peakBytes: runs.theirs.flatMap(({ peakBytes }) => peakBytes ?? []),
    lastLosses: runs.theirs.map(({ loss }) => loss),
  };
}

/** The section of the page. */
export function renderSpeed({ peaks, workloads, forms, notes }: Speeds): string {
  const shares = (name: string, speeds: readonly number[], flopsPerImage: number): number[] =>
    peaks[name] ? speeds.map((speed) => (speed * flopsPerImage) / Math.max(...peaks[name])) : [];
  const rows = workloads.flatMap(({ title, flopsPerImage, trainers }) =>
    trainers.map(({ name, imagesPerSecond: speeds, ratios, peakBytes }, index) => [
      index === 0 ? title : ' ',
      name,
      withSpread(speeds, formatCount),
      withSpread(ratios, formatRatio),
      withSpread(shares(name, speeds, flopsPerImage), formatPercent),
      peakBytes.length > 0 ? formatMegabytes(Math.max(...peakBytes)) : '',
    ]),
  );
  return [
    renderTable(
      [
        'training',
        'by',
        'images a second',
        'Goldilocks is so many times as fast',
        "share of WebAssembly's peak",
        'peak memory',
      ],
      rows,
    ),
    `WebAssembly's peak: ${Object.entries(peaks)
      .map(([name, flops]) => `${formatGigaflops(Math.max(...flops))} (${name})`)
      .join(', ')}.`,
    describeForms(forms),
    ...notes.map((note) => `Not measured: ${note}`),
  ].join('\n\n');
}
