// Measures how often the diagnosis of a loss curve is right, and fits its model.
//   npm run bench:diagnosis                   the programs that the model was fitted to: some minutes
//   npm run bench:diagnosis -- --held-out     the third of the programs that no choice may look at
//   npm run bench:diagnosis -- --validate     the model itself, cross-validated over the programs that it was fitted to
//   npm run bench:diagnosis -- --symptoms      symptoms against the labels of two readers; also with --held-out
//   npm run bench:diagnosis -- --fit          fits the model and writes its coefficients into src/domain/diagnosis
//   npm run bench:diagnosis -- --regenerate   trains all programs again with PyTorch: an hour or two; can be interrupted
//   npm run bench:diagnosis -- --regenerate --python PATH
import { join } from 'node:path';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'diagnosis', 'main.ts'), ...argv]);
});
