import { runPreparedSuite } from '../preparedSuite.ts';
import { ensurePackages } from './packages.ts';

/** Installs the frameworks and runs the tests that train programs with them. */
runPreparedSuite({
  name: 'programs',
  // Importing a framework alone takes seconds.
  timeout: 5 * 60_000,
  prepare: async () => {
    process.env.PYTHONPATH = await ensurePackages(console.log);
  },
});
