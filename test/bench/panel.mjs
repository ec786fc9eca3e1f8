// Measures what the panel costs with many long runs: in the extension host, and in a page in Chromium.
//   npm run bench:panel                   100 runs of 1,000,000 steps
//   npm run bench:panel -- 10 100000      other numbers
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build(['bundles']);
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'panel', 'main.ts'), ...argv]);
});
