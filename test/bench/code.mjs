// Measures how long finding learning rates takes, at first and after a key, and how long it keeps others waiting.
//   npm run bench:code               prints the table
//   npm run bench:code -- --write    … and replaces the one in docs/benchmarks.md
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build(['grammars', 'bundles']);
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'code', 'main.ts'), ...argv]);
});
