// Measures what the probe costs, in programs that run with and without it by turns; for docs/benchmarks.md.
//   npm run bench:probe -- --python PYTHON    a Python with PyTorch, and Keras on its back ends for --keras
//   npm run bench:probe -- --help             all options
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { root, runIfStarted, UserError } from '../../scripts/program.mjs';

const HELP = `npm run bench:probe -- [options]
  --python PYTHON   a Python that has the frameworks (python3)
  --pairs N         how often each program runs with and without the probe (5)
  --only NAME       one program
  --keras           also Keras, on PyTorch, TensorFlow and JAX`;

/** Programs and how many steps they are timed over. */
const TORCH = [
  { name: 'torchCnn', steps: 600 },
  { name: 'torchTransformer', steps: 300 },
  { name: 'torchTiny', steps: 20_000 },
];
const KERAS = ['torch', 'tensorflow', 'jax'].map((backend) => ({ name: 'kerasCnn', steps: 300, backend }));

/**
 * Memory that was freed stays with the process (glibc). Where the system took it back and cleared it again in each step, equal runs of a CNN
 * differed by a quarter.
 */
const KEPT_MEMORY = { MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '2000000000' };

await runIfStarted(import.meta.url, async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      python: { type: 'string', default: 'python3' },
      pairs: { type: 'string', default: '5' },
      only: { type: 'string' },
      keras: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < 1) throw new UserError(`--pairs ${values.pairs} is not a number of pairs.`);
  const programs = [...TORCH, ...(values.keras ? KERAS : [])].filter(
    ({ name }) => !values.only || name === values.only,
  );
  console.log('| program | ms a step | added µs a step | added share, median | each pair, processor time |');
  console.log('|---|---|---|---|---|---|');
  for (const program of programs) console.log(await measure(program, values.python, pairs));
});

/**
 * A row of the table. Both programs of a pair run at once on one processor, which they get by turns of some milliseconds, so that whatever
 * slows the machine down for a while slows both. Whoever starts first changes each time.
 */
async function measure(program, python, pairs) {
  const shares = [];
  const added = [];
  const alone = [];
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 ? [true, false] : [false, true];
    const times = Object.fromEntries(
      await Promise.all(order.map(async (probed) => [probed, await run(program, python, probed)])),
    );
    shares.push(times.true / times.false - 1);
    added.push(((times.true - times.false) / program.steps) * 1e6);
    alone.push((times.false / program.steps) * 1e3);
  }
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  return [
    '',
    program.backend ? `${program.name} on ${program.backend}` : program.name,
    median(alone).toFixed(3),
    median(added).toFixed(1),
    percent(median(shares)),
    shares.map(percent).join(', '),
    '',
  ]
    .join(' | ')
    .trim();
}

/** @returns seconds of processor time that the steps took */
async function run({ name, steps, backend }, python, probed) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'goldilocks-'));
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', OMP_NUM_THREADS: '1', ...KEPT_MEMORY };
  if (backend) env.KERAS_BACKEND = backend;
  if (probed) {
    env.PYTHONPATH = path.join(root, 'media', 'python', 'inject');
    env.GOLDILOCKS_PROBE = JSON.stringify({ version: 1, directory, mode: { name: 'watch' } });
  }
  try {
    const program = path.join(root, 'test', 'bench', 'probe', `${name}.py`);
    const { stdout } = await promisify(execFile)('taskset', ['--cpu-list', '0', python, program, String(steps)], {
      env,
    });
    const [, cpu] = /^seconds \S+ (\S+)$/m.exec(stdout);
    return Number(cpu);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
