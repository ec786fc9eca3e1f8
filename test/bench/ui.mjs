// Measures how soon the panel shows curves, and how often, in a real VS Code: idle, and beside two busy loops.
//   npm run bench:ui               prints the table
//   npm run bench:ui -- --write    … and replaces the one in docs/benchmarks.md
import { join } from 'node:path';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'ui', 'main.ts'), ...argv]);
});
