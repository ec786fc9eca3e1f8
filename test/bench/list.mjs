// Measures how long the list of experiments takes, and for how long on end it holds up the event loop.
//   npm run bench:list            200 and 5,000 experiments with 3 runs each
//   npm run bench:list -- 1000    another number
import { join } from 'node:path';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, (argv) =>
  runNode(['--import', 'tsx', join(root, 'test', 'bench', 'list', 'main.ts'), ...argv]),
);
