import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundleProgram } from './bundle.ts';
import type { PeakReport } from './peakProbe.ts';

/** Numbers of independent multiply-adds to try: a processor can start several in each cycle, and finishes them some cycles later. */
const CHAINS = [8, 10, 12, 13];
const OPTIONS = ['--runtime', 'stub', '--optimizeLevel', '3'];
/** The WebAssembly features of each build. */
const ENABLE = { simd: ['simd'], relaxed: ['simd', 'relaxed-simd'] };

/** Measures the peak speed of WebAssembly's 128-bit arithmetic on this machine, without memory access. */
export class PeakMeter {
  private constructor(
    private readonly script: string,
    private readonly modules: readonly string[],
  ) {}

  /** @param folder the folder for the compiled modules and the program that runs them */
  static async create(root: string, folder: string): Promise<PeakMeter> {
    const script = await bundleProgram(
      path.join(root, 'test', 'bench', 'engine', 'peakProbe.ts'),
      path.join(folder, 'peakProbe.js'),
    );
    const compiler = path.join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    const modules = [];
    for (const [name, features] of Object.entries(ENABLE)) {
      const file = path.join(folder, `peak-${name}`);
      await writeFile(`${file}.ts`, source(name === 'relaxed'));
      await promisify(execFile)(process.execPath, [
        compiler,
        `${file}.ts`,
        '--outFile',
        `${file}.wasm`,
        ...OPTIONS,
        ...features.flatMap((feature) => ['--enable', feature]),
      ]);
      modules.push(`${file}.wasm`);
    }
    return new PeakMeter(script, modules);
  }

  /** The floating-point operations per second on one thread, with the faster build. A multiply-add counts as two. */
  async measure(node: string): Promise<number> {
    const { stdout } = await promisify(execFile)(node, [this.script, ...this.modules]);
    return (JSON.parse(stdout) as PeakReport).flops;
  }
}

/** The source of loops with independent chains a ← a·x + y in registers, one for each number of chains. */
function source(relaxed: boolean): string {
  const step = (a: string): string => (relaxed ? `f32x4.relaxed_madd(${a}, x, y)` : `f32x4.add(f32x4.mul(${a}, x), y)`);
  return CHAINS.map((chains) => {
    const names = Array.from({ length: chains }, (_, index) => `a${index}`);
    return `
export function chains${chains}(times: i32, factor: f32, summand: f32): f32 {
  const x = f32x4.splat(factor), y = f32x4.splat(summand);
  let ${names.map((name, index) => `${name} = f32x4.splat(${index}.0)`).join(', ')};
  for (let i = 0; i < times; i++) {
    ${names.map((name) => `${name} = ${step(name)};`).join(' ')}
  }
  return f32x4.extract_lane(${names.reduce((sum, name) => `f32x4.add(${sum}, ${name})`)}, 0);
}`;
  }).join('\n');
}
