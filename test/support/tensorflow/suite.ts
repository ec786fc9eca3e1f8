import { runPreparedSuite } from '../preparedSuite.ts';
import { ensureTensorflow } from './setup.ts';

/** Sets up TensorFlow and runs the tests with it. */
runPreparedSuite({
  name: 'tensorflow',
  // Some train hundreds of steps.
  timeout: 5 * 60_000,
  prepare: async () => console.log((await ensureTensorflow(console.log)).build),
});
