import { readFileSync } from 'node:fs';
import { enableBuild, supportedBuild } from '../../../src/training/wasm/build.ts';

/** The output of this program. */
export interface PeakReport {
  /** Floating-point operations per second. */
  readonly flops: number;
}

type Chains = (times: number, factor: number, summand: number) => number;

/** The lanes of a vector times the operations of a multiply-add. */
const PER_STEP = 4 * 2;
const TIMES = 200_000;
/** How long each loop is repeated, in milliseconds: long enough for the optimizing compiler. The fastest repetition counts. */
const SPAN = 60;

/** Prints the highest speed of all loops in the modules. Skips modules with features that this Node doesn't support. */
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
    // Values that neither overflow nor become subnormal, which would be slow.
    loop(TIMES, 0.999, 0.001);
    best = Math.min(best, performance.now() - begun);
  }
  return best / 1000;
}

main(process.argv.slice(2));
