// Measures what it costs to read the output of programs that train nothing, until they are taken for such.
//   npm run bench:consoles
import { join } from 'node:path';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, (argv) =>
  runNode(['--import', 'tsx', join(root, 'test', 'bench', 'consoles', 'main.ts'), ...argv]),
);
