// Measures the built-in engine beside PyTorch and TensorFlow.js and writes docs/benchmarks.md and docs/benchmarks-engine.json.
//   npm run bench:engine               everything: about twelve minutes, on a machine that does nothing else
//   npm run bench:engine -- --quick    a look of a minute or two, printed only
//   npm run bench:engine -- --help     all options
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build();
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'engine', 'main.ts'), ...argv]);
});
