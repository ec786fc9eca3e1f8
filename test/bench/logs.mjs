// Measures how fast logs are read, beside TensorBoard's and W&B's own readers, and what following and opening again cost.
//   npm run bench:logs -- --python PATH            prints the tables
//   npm run bench:logs -- --python PATH --write    … and replaces those in docs/benchmarks.md
import { join } from 'node:path';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, (argv) =>
  runNode(['--import', 'tsx', join(root, 'test', 'bench', 'logs', 'main.ts'), ...argv]),
);
