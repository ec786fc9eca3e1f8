// Measures how often the rate that a range test suggests is in the zone of a full sweep, beside the rules of other finders.
//   npm run bench:finder               runs the range tests of all cases the first time and confirms them (about two minutes on one core), then seconds
//   npm run bench:finder -- --dev      only the cases that the finder was tuned on
//   npm run bench:finder -- --fit      prints the weights that fit them best
//   npm run bench:finder -- --verbose  with a line for each case
//   npm run bench:finder -- --truth    trains the full sweeps that test/bench/finder/truth.jsonl lacks
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build(['engine', 'dataset']);
  const program = argv.includes('--truth') ? 'makeTruth.ts' : 'main.ts';
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'finder', program), ...argv]);
});
