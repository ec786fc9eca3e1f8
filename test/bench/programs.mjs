// Measures how often the rate that is found for a program that knows nothing of Goldilocks is in the zone of a full sweep, and what it costs.
//   npm run bench:programs             asks the command line about each program the first time (about two hours), then seconds:
//                                      delete .cache/programs to ask anew
//   npm run bench:programs -- --truth  trains the full sweeps that test/bench/programs/truth.jsonl lacks
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build();
  const program = argv.includes('--truth') ? 'makeTruth.ts' : 'main.ts';
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'programs', program), ...argv]);
});
