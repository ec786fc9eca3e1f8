import Mocha from 'mocha';

/** Puts a measured figure between the titles of the tests: what is worth knowing but too much the machine's to be asserted. */
export function report(line: string): void {
  Mocha.reporters.Base.consoleLog(`      · ${line}`);
}
