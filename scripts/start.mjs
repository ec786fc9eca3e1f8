import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { root, runIfStarted, runNode } from './program.mjs';

/** The sweep that shows in a minute what Goldilocks is about; arguments after `--` are added to its own. */
await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  await build();
  return runNode([join(root, 'dist', 'cli.js'), 'sweep', '--preset', 'slow-fast-furious', ...argv]);
});
