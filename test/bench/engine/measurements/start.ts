import type { Bench } from '../bench.ts';
import type { NetworkSize } from '../peers/forms.ts';
import { alternate } from '../rounds.ts';
import { formatSeconds, renderTable, withSpread } from '../table.ts';
import { largeWorkload, smallWorkload } from '../workload.ts';
import type { Workload } from '../workload.ts';

/** The seconds until the first training step is done, one entry for each round. */
export interface Start {
  readonly title: string;
  readonly ways: Readonly<Record<string, readonly number[]>>;
}

/** Few rounds suffice, because these times vary little. */
const MAX_ROUNDS = 5;
const IMPORT = '`import torch` alone';

/** The time until the first training step: in a new worker, in one that was prepared before, in one that has trained before. */
export async function measureStart(bench: Bench): Promise<Start[]> {
  const starts = [await measure(bench, 'small', smallWorkload(bench.mnist))];
  if (!bench.quick) starts.push(await measure(bench, 'large', largeWorkload(bench.mnist)));
  return starts;
}

async function measure(
  { ours, rounds, log, ...bench }: Bench,
  network: NetworkSize,
  workload: Workload,
): Promise<Start> {
  const title = `${network} network`;
  const pytorch = bench.pytorch[network];
  const ways = await alternate(
    Math.min(rounds, MAX_ROUNDS),
    {
      [`${ours.name}, from the fork`]: async () => {
        const worker = ours.start();
        const seconds = await worker.firstStep(workload);
        await worker.end();
        return seconds;
      },
      [`${ours.name}, prepared ahead`]: async () => {
        const worker = ours.start();
        await worker.prepare(workload);
        const seconds = await worker.firstStep(workload);
        await worker.end();
        return seconds;
      },
      [`${ours.name}, trained before`]: async () => {
        const worker = ours.start();
        await worker.run({ ...workload, epochs: 1 });
        const seconds = await worker.firstStep(workload);
        await worker.end();
        return seconds;
      },
      [`${pytorch.name}, from the start of the process`]: () => pytorch.firstStep(workload),
      [IMPORT]: () => pytorch.importSeconds(),
    },
    (line) => log(`${title}, until the first step: ${line}`),
  );
  return { title, ways };
}

/** The section of the page. */
export function renderStart(starts: readonly Start[]): string {
  const rows = starts.flatMap(({ title, ways }) =>
    Object.entries(ways).map(([name, seconds], index) => [
      index === 0 ? title : ' ',
      name,
      withSpread(seconds, formatSeconds),
    ]),
  );
  return renderTable(['training', 'by', 'until the first training step is done'], rows);
}
