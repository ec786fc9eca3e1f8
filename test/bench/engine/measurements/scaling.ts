import { pairedRatios } from '../../statistics.ts';
import { fewRounds } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { NetworkSize } from '../peers/forms.ts';
import { alternate } from '../rounds.ts';
import { formatCount, formatRatio, renderTable, withSpread } from '../table.ts';
import { imagesPerSecond } from '../trainer.ts';
import type { Trainer } from '../trainer.ts';
import { largeWorkload, smallWorkload, withChannels } from '../workload.ts';
import type { Workload } from '../workload.ts';

/** The images per second of the built-in engine and PyTorch for one workload, one entry for each round. */
export interface Compared {
  readonly title: string;
  readonly ours: readonly number[];
  readonly pytorch: readonly number[];
}

const CHANNELS = [4, 8, 16, 32];
/** Numbers of images, and of epochs for each. */
const IMAGES = [
  [1_000, 3],
  [10_000, 3],
  [60_000, 1],
] as const;
const SHORT = 10_000;

/** The small network with more and fewer channels. */
export async function measureChannels(bench: Bench): Promise<Compared[]> {
  return compareAll(
    bench,
    CHANNELS.map((channels) => [
      `${channels} and ${2 * channels} channels`,
      { ...withChannels(smallWorkload(bench.mnist), channels), epochs: 1 },
    ]),
  );
}

/** The small network on more and fewer images. */
export async function measureImages(bench: Bench): Promise<Compared[]> {
  return compareAll(
    bench,
    IMAGES.map(([train, epochs]) => [
      `${formatCount(train)} images, ${epochs === 1 ? 'once' : `${epochs} times`}`,
      { ...smallWorkload(bench.mnist), train, epochs },
    ]),
  );
}

/** Both networks with images whose background isn't exactly zero. */
export async function measureWithoutZeros(bench: Bench, folder: string): Promise<Compared[]> {
  return compareAll(bench, [
    ['small network', smallWorkload(folder)],
    ['large network, 10,000 images', { ...largeWorkload(folder), train: SHORT }, 'large'],
  ]);
}

async function compareAll(
  bench: Bench,
  cases: readonly (readonly [title: string, workload: Workload, network?: NetworkSize])[],
): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const [title, workload, network = 'small'] of cases) {
    const speed = async (trainer: Trainer): Promise<number> => imagesPerSecond((await trainer.train(workload)).epochs);
    const contestants = { ours: () => speed(bench.ours), pytorch: () => speed(bench.pytorch[network]) };
    const { ours, pytorch } = await alternate(fewRounds(bench), contestants, (line) => bench.log(`${title}: ${line}`));
    compared.push({ title, ours, pytorch });
  }
  return compared;
}

/** A section of the page. */
export function renderCompared(compared: readonly Compared[]): string {
  const rows = compared.map(({ title, ours, pytorch }) => [
    title,
    withSpread(ours, formatCount),
    withSpread(pytorch, formatCount),
    withSpread(pairedRatios(ours, pytorch), formatRatio),
  ]);
  return renderTable(['training', 'Goldilocks, images a second', 'PyTorch, images a second', 'ratio'], rows);
}
