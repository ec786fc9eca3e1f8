import { goldilocksZone } from '../../../src/domain/zone.ts';
import { ensurePackages } from '../../support/python/packages.ts';
import { outcomesOf } from '../finder/outwardSweep.ts';
import { PROGRAMS } from './programs.ts';
import type { BenchProgram } from './programs.ts';
import { PythonTrainer } from './pythonTrainer.ts';
import { addTruth, readTruth } from './truth.ts';

/**
 * What is imported before programs are started: all that takes long, also what PyTorch imports with its first optimizer. JAX has threads and
 * cannot be forked once it is there.
 */
const MODULES: Readonly<Record<BenchProgram['framework'], readonly string[]>> = {
  torch: ['torch', 'torch._dynamo'],
  keras: ['torch', 'keras'],
  optax: ['numpy'],
};

void main();

/** Trains the sweeps that are not known yet. A program that fails is named, and the others go on. */
async function main(): Promise<void> {
  const packages = await ensurePackages(console.log);
  const known = await readTruth();
  for (const framework of ['torch', 'keras', 'optax'] as const) {
    const lacking = PROGRAMS.filter((each) => each.framework === framework && !known.has(each.name));
    if (lacking.length === 0) continue;
    const trainer = new PythonTrainer(MODULES[framework], packages);
    for (const program of lacking) {
      const line = await lineOf(program, trainer).catch((error: unknown) => {
        process.exitCode = 1;
        return (error as Error).message;
      });
      console.log(`${program.name}: ${line}`);
    }
    trainer.end();
  }
}

async function lineOf(program: BenchProgram, trainer: PythonTrainer): Promise<string> {
  const started = performance.now();
  const zone = goldilocksZone(outcomesOf([await addTruth(program, trainer)]));
  const found = zone ? `${zone.low} to ${zone.high}, best ${zone.best}` : 'no zone';
  return `${found}; ${((performance.now() - started) / 1000).toFixed(0)} s`;
}
