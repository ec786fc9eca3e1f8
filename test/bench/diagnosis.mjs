// Measures how often the diagnosis of a loss curve is right, and fits its model.
//   npm run bench:diagnosis                   the programs that the model was fitted to: some minutes
//   npm run bench:diagnosis -- --held-out     the third of the programs that no choice may look at
//   npm run bench:diagnosis -- --validate     the model itself, cross-validated over the programs that it was fitted to
//   npm run bench:diagnosis -- --symptoms      symptoms against the labels of two readers; also with --held-out
//   npm run bench:diagnosis -- --fit          fits the model and writes its coefficients into src/domain/diagnosis
//   npm run bench:diagnosis -- --regenerate   trains all programs again with PyTorch, Keras where it is installed and the built-in
//                                             engine: some hours; can be interrupted and taken up again
//   npm run bench:diagnosis -- --regenerate --only NAME --python PYTHON_WITH_PYTORCH --keras PYTHON_WITH_KERAS
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { root, runIfStarted, runNode } from '../../scripts/program.mjs';

await runIfStarted(import.meta.url, async (argv) => {
  await ensureInstalled();
  if (argv[0] === '--regenerate') await build(['engine', 'dataset']);
  return runNode(['--import', 'tsx', join(root, 'test', 'bench', 'diagnosis', 'main.ts'), ...argv]);
});
