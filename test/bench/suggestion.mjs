// Measures how often the rate that a sweep suggests is just right with another seed.
//   npm run bench:suggestion                200 sweeps: about ten minutes on two cores
//   npm run bench:suggestion -- 20          20 sweeps
//   npm run bench:suggestion -- 200 7       200 others: those that begin with the random number 7
//   npm run bench:suggestion -- 70 4 200    … whose runs have at least 200 steps
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build(['engine']);
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'suggestion', 'main.ts'), ...argv]);
});
