import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pairedRatios } from '../../statistics.ts';
import { fewRounds } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { alternate } from '../rounds.ts';
import { formatRatio, formatSeconds, renderTable, withSpread } from '../table.ts';

/** The wall time of whole commands in seconds, one entry for each round. */
export interface SweepTimes {
  readonly preset: readonly number[];
  readonly importTorch: readonly number[];
  readonly many: readonly number[];
}

const PRESET = ['--preset', 'slow-fast-furious'];
/** Seven rates with three seeds each: 21 runs. */
const MANY = ['--rates', '1e-4..1e-1x7', '--seeds', '3'];

/** Whole sweeps on the command line, and the import of PyTorch for comparison. */
export async function measureSweep(bench: Bench): Promise<SweepTimes> {
  const { preset, importTorch } = await alternate(
    bench.rounds,
    { preset: () => sweepSeconds(bench, PRESET), importTorch: () => bench.pytorch.small.importSeconds() },
    (line) => bench.log(`preset on the command line: ${line}`),
  );
  const { many } = await alternate(
    bench.quick ? 1 : fewRounds(bench),
    { many: () => sweepSeconds(bench, MANY) },
    (line) => bench.log(`21 runs on the command line: ${line}`),
  );
  return { preset, importTorch, many };
}

async function sweepSeconds({ root, cache }: Bench, args: readonly string[]): Promise<number> {
  const out = path.join(cache, 'sweep');
  await rm(out, { recursive: true, force: true });
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), 'sweep', ...args, '--out', out], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - begun) / 1000;
  await rm(out, { recursive: true, force: true });
  if (code !== 0) throw new Error(`The sweep ended with exit code ${String(code)}: ${stderr}`);
  return seconds;
}

/** The section of the page. */
export function renderSweep({ preset, importTorch, many }: SweepTimes): string {
  return renderTable(
    ['command', 'wall time', 'the import over it'],
    [
      [
        `\`node dist/cli.js sweep ${PRESET.join(' ')}\` (3 runs, tables, report)`,
        withSpread(preset, formatSeconds),
        withSpread(pairedRatios(importTorch, preset), formatRatio),
      ],
      ['`python -c "import torch"`', withSpread(importTorch, formatSeconds), ''],
      [`\`node dist/cli.js sweep ${MANY.join(' ')}\` (21 runs)`, withSpread(many, formatSeconds), ''],
    ],
  );
}
