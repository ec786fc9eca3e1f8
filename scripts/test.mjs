import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { readJsonIfExists } from './files.mjs';
import { root, runIfStarted, runNode, UserError } from './program.mjs';

const ESLINT = 'node_modules/eslint/bin/eslint.js';
const PRETTIER = 'node_modules/prettier/bin/prettier.cjs';
const TSC = 'node_modules/typescript/bin/tsc';
const MINUTE = 60_000;

/** The static checks, each a list of Node programs. */
const CHECKS = {
  lint: [
    [ESLINT, '.', '--max-warnings', '0'],
    [PRETTIER, '.', '--check', '--log-level', 'warn'],
  ],
  types: [
    [TSC, '-p', 'tsconfig.json'],
    [TSC, '-p', 'webview/tsconfig.json'],
  ],
};

/**
 * The suites, in order: the folder of their *.test.ts files, a timeout in milliseconds, and the program that runs the suite if it
 * isn't Mocha alone. A suite on demand runs only if it or all are named, because it downloads hundreds of megabytes; it may be skipped
 * in CI.
 */
const SUITES = {
  unit: { folder: 'test/unit', timeout: 10 * MINUTE },
  process: { folder: 'test/process', timeout: 15 * MINUTE },
  host: { folder: 'test/host', timeout: 20 * MINUTE, runner: 'test/support/vscode/hostSuite.ts' },
  ui: { folder: 'test/ui', timeout: 25 * MINUTE, runner: 'test/support/vscode/uiSuite.ts' },
  tensorflow: {
    folder: 'test/tensorflow',
    timeout: 25 * MINUTE,
    runner: 'test/support/tensorflow/suite.ts',
    onDemand: true,
  },
  programs: {
    folder: 'test/programs',
    timeout: 40 * MINUTE,
    runner: 'test/support/python/suite.ts',
    onDemand: true,
  },
};
const ALL = 'all';

/** The options of the command, and the environment variables that pass them to the suites. */
const OPTIONS = { vscode: 'GOLDILOCKS_VSCODE', grep: 'GOLDILOCKS_GREP' };

/**
 * The outcome of a stage: how many tests passed and failed, the titles of those that did, which were skipped, and why all of them were
 * if the platform can't run them. With `excused`, tests may be skipped in CI too.
 * @typedef {{ passed: number, failed: number, failedTitles?: string[], skipped: string[], unavailable?: string, excused?: boolean }} Outcome
 */
const PASSED = { passed: 1, failed: 0, skipped: [] };
const FAILED = { passed: 0, failed: 1, skipped: [] };

/**
 * Installs, builds, checks and tests. `npm test -- lint unit` runs only these stages, `npm test -- all` also those on demand;
 * `--vscode 1.100` selects the VS Code of the host and ui suites, `--grep TEXT` tests by their titles. The last line is always
 * "N passed, N failed, N skipped".
 */
await runIfStarted(import.meta.url, async (argv) => {
  const outcomes = [];
  try {
    await runStages(namesIn(argv), outcomes);
  } catch (error) {
    console.log(error instanceof UserError ? error.message : error);
    outcomes.push(FAILED);
  }
  return summarize(outcomes);
});

/** The stages that the arguments name. Puts the options into the environment. */
function namesIn(argv) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: mapValues(OPTIONS, () => ({ type: 'string' })),
      allowPositionals: true,
    });
    for (const [option, value] of Object.entries(values)) process.env[OPTIONS[option]] = value;
    return positionals;
  } catch (error) {
    throw new UserError(error.message);
  }
}

/** @param {Outcome[]} outcomes receives one for each stage */
async function runStages(names, outcomes) {
  const stages = {
    ...mapValues(CHECKS, (programs) => () => check(programs)),
    ...mapValues(SUITES, (suite) => () => runSuite(suite)),
  };
  const unknown = names.find((name) => name !== ALL && !Object.hasOwn(stages, name));
  if (unknown)
    throw new UserError(
      `There is no stage "${unknown}"; the stages are ${Object.keys(stages).join(', ')}, and ${ALL} of them.`,
    );
  const usual = Object.keys(stages).filter((name) => !SUITES[name]?.onDemand);
  const wanted = names.includes(ALL) ? Object.keys(stages) : names.length > 0 ? names : usual;

  await ensureInstalled();
  const suites = wanted.filter((name) => Object.hasOwn(SUITES, name));
  const isBuilt = suites.length === 0 || (await runStage('build', outcomes, () => build().then(() => PASSED)));
  for (const name of wanted) {
    if (isBuilt || !suites.includes(name)) await runStage(name, outcomes, stages[name]);
    else await runStage(name, outcomes, () => Promise.reject(new UserError('Not run: there is no build to test.')));
  }
}

/** Runs a stage, logs how long it took, and adds its outcome. An exception is a failure. Returns whether the stage passed. */
async function runStage(name, outcomes, run) {
  console.log(`\n── ${name} ──`);
  const start = performance.now();
  const outcome = await run().catch((error) => {
    console.log(error instanceof UserError ? error.message : error);
    return FAILED;
  });
  outcomes.push(outcome);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`── ${name}: ${outcome.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s ──`);
  return outcome.failed === 0;
}

/** @returns {Promise<Outcome>} */
async function check(programs) {
  const codes = [];
  for (const program of programs) codes.push(await runNode(program));
  return codes.every((code) => code === 0) ? PASSED : FAILED;
}

/**
 * Runs all *.test.ts files below a folder. It is a failure if no test ran, or if the suite didn't exit properly.
 * @returns {Promise<Outcome>}
 * @throws UserError if the suite exited before its last test
 */
export async function runSuite(
  { folder, timeout, runner = 'scripts/runSuite.mjs', onDemand = false },
  stdio = 'inherit',
  log = console.log,
) {
  const entries = await readdir(resolve(root, folder), { recursive: true }).catch(() => {
    throw new UserError(`The suite was not run: ${folder} cannot be read.`);
  });
  const files = entries
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
  const results = await mkdtemp(join(tmpdir(), 'goldilocks-results-'));
  try {
    const path = join(results, 'results.json');
    const code = await runNode(['--import', 'tsx', runner, path, ...files], { timeout, stdio });
    const outcome = await readJsonIfExists(path);
    if (!outcome) throw new UserError(`The suite ended with code ${code} before all of its tests had.`);
    const complaints = [
      [outcome.passed + outcome.failed === 0 && !outcome.unavailable, 'The suite executed no test.'],
      [
        outcome.failed === 0 && code !== 0,
        `No test failed, but then the suite ended with code ${code} or did not end by itself.`,
      ],
    ];
    return failIf(onDemand && outcome.unavailable ? { ...outcome, excused: true } : outcome, complaints, log);
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

/**
 * Logs the totals, and last the line that other programs read. On Linux in CI, where everything can be tested, a skipped test is a
 * failure.
 * @param {Outcome[]} outcomes
 * @returns {number} the exit code
 */
export function summarize(
  outcomes,
  log = console.log,
  isCi = process.env.CI === 'true' && process.platform === 'linux',
) {
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  log('');
  for (const title of skipped) log(`skipped: ${title}`);
  // At the end, where a log that is cut still has them.
  for (const title of outcomes.flatMap(({ failedTitles = [] }) => failedTitles)) log(`failed: ${title}`);
  const isTooFew = isCi && outcomes.some((outcome) => outcome.skipped.length > 0 && !outcome.excused);
  const complaints = [[isTooFew, 'On Linux in CI no test may be skipped.']];
  const total = failIf({ passed: sum('passed'), failed: sum('failed'), skipped }, complaints, log);
  log(`${total.passed} passed, ${total.failed} failed, ${skipped.length} skipped`);
  return total.failed > 0 ? 1 : 0;
}

/** Adds a failure to the outcome for each complaint that applies, and logs it. */
function failIf(outcome, complaints, log) {
  const failures = complaints.filter(([applies]) => applies);
  for (const [, sentence] of failures) log(sentence);
  return { ...outcome, failed: outcome.failed + failures.length };
}

function mapValues(object, map) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
