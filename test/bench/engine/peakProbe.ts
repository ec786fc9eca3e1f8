import { readFileSync } from 'node:fs';
import { enableBuild, supportedBuild } from '../../../src/training/wasm/build.ts';

/** What this program prints. */
export interface PeakReport {
  /** Floating-point operations a second. */
  readonly flops: number;
}

type Chains = (times: number, factor: number, summand: number) => number;

/** Lanes of a vector, and operations of a multiply-add. */
const PER_STEP = 4 * 2;
const TIMES = 200_000;
/** Milliseconds that each loop is repeated; time enough for the optimizing compiler to step in, and the best one counts. */
const SPAN = 60;

/** Prints the best speed of all loops of the modules in the arguments; a module is left out where the engine could not be of its kind either. */
function main(files: readonly string[]): void {
  enableBuild(supportedBuild());
  const speeds = files.flatMap(compileIfKnown).flatMap((module) => {
    return Object.entries(new WebAssembly.Instance(module).exports).flatMap(([name, loop]) => {
      const [, chains] = /^chains(\d+)$/.exec(name) ?? [];
      return chains === undefined ? [] : (Number(chains) * TIMES * PER_STEP) / bestSeconds(loop as Chains);
    });
  });
  const report: PeakReport = { flops: Math.max(...speeds) };
  process.stdout.write(JSON.stringify(report));
}

function compileIfKnown(file: string): WebAssembly.Module[] {
  try {
    return [new WebAssembly.Module(readFileSync(file))];
  } catch {
    return [];
  }
}

function bestSeconds(loop: Chains): number {
  let best = Infinity;
  for (const end = performance.now() + SPAN; performance.now() < end;) {
    const begun = performance.now();
    // Values that neither grow without bound nor become too small to be computed at full speed.
    loop(TIMES, 0.999, 0.001);
    best = Math.min(best, performance.now() - begun);
  }
  return best / 1000;
}

main(process.argv.slice(2));
