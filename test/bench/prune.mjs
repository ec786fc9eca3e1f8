// Measures what pruning saves, and that it loses no winner: plays sweeps again whose curves are kept in .cache/prune.
//   npm run bench:prune                640 sweeps: the first time a quarter of an hour on one core, then seconds
//   npm run bench:prune -- 100         the first 100 of them
//   npm run bench:prune -- --dev       only those that the rule was made on
//   npm run bench:prune -- --verbose   with a line for each sweep
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build(['engine', 'dataset']);
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'prune', 'main.ts'), ...argv]);
});
