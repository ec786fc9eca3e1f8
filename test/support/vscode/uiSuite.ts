import { runPreparedSuite } from '../preparedSuite.ts';
import { offerPackage } from './uiEditor.ts';

/** Packs the extension, finds a VS Code and runs the tests of a user in it. */
runPreparedSuite({ name: 'ui', timeout: 90_000, prepare: () => offerPackage(console.log) });
