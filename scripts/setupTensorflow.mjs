import { ensureInstalled } from './ensureInstalled.mjs';
import { runIfStarted, runNode } from './program.mjs';

/** `npm run setup:tensorflow`: installs the native library of the TensorFlow engine into .cache/tensorflow. */
await runIfStarted(import.meta.url, async () => {
  await ensureInstalled();
  return runNode(['--import', 'tsx', 'test/support/tensorflow/setup.ts']);
});
