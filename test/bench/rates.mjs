// Holds `goldilocks rates` against files of public repositories that were labelled by hand.
//   npm run bench:rates -- FOLDER            recall, precision, optimizers, the places of misses and false alarms
//   npm run bench:rates -- FOLDER --write    … and replaces the figures in docs/benchmarks.md
//   npm run bench:rates -- --help            where the files come from
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build(['grammars', 'bundles']);
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'rates', 'main.ts'), ...argv]);
});
