import { pairedRatios } from '../../statistics.ts';
import { fewRounds } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { alternate } from '../rounds.ts';
import { formatCount, formatRatio, renderTable, withSpread } from '../table.ts';
import { imagesPerSecond } from '../trainer.ts';
import type { MeasuredRun, Trainer } from '../trainer.ts';
import { largeWorkload, smallWorkload } from '../workload.ts';
import type { Workload } from '../workload.ts';

/** A trainer in one and in two processes: the images per second of all processes together, one entry for each round. */
export interface AtOnce {
  readonly title: string;
  readonly name: string;
  readonly one: readonly number[];
  readonly two: readonly number[];
}

const IMAGES = 10_000;

/** Compares two processes with one. */
export async function measureAtOnce(bench: Bench): Promise<AtOnce[]> {
  const small = { ...smallWorkload(bench.mnist), epochs: bench.quick ? 6 : 10 };
  const large = { ...largeWorkload(bench.mnist), train: IMAGES, epochs: 5 };
  const measured = [await measure(bench, bench.ours, 'small network', small, bench.rounds)];
  if (bench.quick) return measured;
  measured.push(await measure(bench, bench.ours, 'large network', large, fewRounds(bench)));
  measured.push(await measure(bench, bench.pytorch.small, 'small network', { ...small, epochs: 4 }, fewRounds(bench)));
  return measured;
}

async function measure(
  bench: Bench,
  trainer: Trainer,
  title: string,
  workload: Workload,
  rounds: number,
): Promise<AtOnce> {
  const together = async (processes: number): Promise<number> => {
    const runs = await Promise.all(Array.from({ length: processes }, () => trainer.train(workload)));
    return runs.reduce((sum, run) => sum + inTheMiddle(run), 0);
  };
  const { one, two } = await alternate(rounds, { one: () => together(1), two: () => together(2) }, (line) =>
    bench.log(`${title}, ${trainer.name}, two at once: ${line}`),
  );
  return { title, name: trainer.name, one, two };
}

/** The images per second without the first and last epoch, during which the other process may not be training. */
function inTheMiddle({ epochs }: MeasuredRun): number {
  return imagesPerSecond(epochs.slice(1, -1));
}

/** The section of the page. */
export function renderAtOnce(measured: readonly AtOnce[]): string {
  const rows = measured.map(({ title, name, one, two }) => [
    title,
    name,
    withSpread(one, formatCount),
    withSpread(two, formatCount),
    withSpread(pairedRatios(two, one), formatRatio),
  ]);
  return `Images a second without the first and the last epoch of each process, summed over the processes.\n\n${renderTable(['training', 'by', 'one process', 'two at once', 'ratio'], rows)}`;
}
