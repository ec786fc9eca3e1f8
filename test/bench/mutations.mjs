// Reads damaged logs of every structured format: nothing may be thrown but a LogError, take long, or give more rows than there are bytes.
//   npm run bench:mutations                                100,000 of each format, 10,000 databases
//   npm run bench:mutations -- --files 1000 wandb sqlite   fewer, of some formats
import { join } from 'node:path';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'mutations', 'main.ts'), ...argv]);
});
