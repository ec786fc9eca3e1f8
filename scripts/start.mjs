import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { root, runIfStarted, runNode } from './program.mjs';

/** Runs a sweep that shows in a minute what Goldilocks does. Arguments after `--` are added. */
await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build();
  return runNode([join(root, 'dist', 'cli.js'), 'sweep', '--preset', 'slow-fast-furious', ...argv]);
});
