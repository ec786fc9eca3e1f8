import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunSpec } from '../../../src/domain/run.ts';
import { planSweep } from '../../../src/kinds/sweep/plan.ts';
import { EngineProvider } from '../../../src/training/engineProvider.ts';
import { EngineFactory } from '../../../src/training/engines.ts';
import { train } from '../../../src/training/trainer.ts';
import { pruneSweep } from './randomSweep.ts';

/** The losses of a run, from the one before the first update on; a run that broke ends with null. */
export type Curve = readonly (number | null)[];

/** Where the curves are kept, so that rules can be tried on them. */
const FOLDER = path.resolve('.cache', 'prune');

/**
 * The curves of a sweep's runs, in the order of its rates, from the cache or trained now: what has been trained is never trained again.
 * @param index see pruneSweep
 */
export async function curvesOf(index: number): Promise<readonly Curve[]> {
  const file = path.join(FOLDER, `sweep-${index}.json`);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Curve[];
  } catch {
    const curves = await trainAll(index);
    await mkdir(FOLDER, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(curves));
    await rename(`${file}.new`, file);
    return curves;
  }
}

async function trainAll(index: number): Promise<Curve[]> {
  const provider = new EngineProvider(new EngineFactory(path.resolve('dist')));
  const curves: Curve[] = [];
  for (const { spec } of planSweep(pruneSweep(index)).runs) {
    curves.push(await trainOne(provider, { ...spec!, seed: index + 1 }));
  }
  return curves;
}

async function trainOne(provider: EngineProvider, spec: RunSpec): Promise<Curve> {
  const losses: (number | null)[] = [];
  const engine = await provider.create({ spec, datasetFolder: path.resolve('media', 'mnist') });
  await train(spec, engine, {
    onSample: ({ loss }) => {
      if (loss !== undefined) losses.push(Number.isFinite(loss) ? Number(loss.toPrecision(5)) : null);
    },
    onEpochEnd: () => undefined,
    onBatchEnd: () => Promise.resolve(),
  });
  return losses;
}
