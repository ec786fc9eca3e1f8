// Measures how many files a second `goldilocks check` checks.
//   npm run bench:check -- FOLDER…   of any public files, such as Python's own library
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build(['grammars', 'bundles']);
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'check', 'main.ts'), ...argv]);
});
