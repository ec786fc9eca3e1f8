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
  console.log(
    '| program | ms a step | added µs a step | added share, median | each pair, processor time | median, wall |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const program of programs) console.log(await measure(program, values.python, pairs));
});

/** A row of the table. Whoever runs first in a pair changes each time. */
async function measure(program, python, pairs) {
  const shares = [];
  const walls = [];
  const added = [];
  const alone = [];
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 ? [true, false] : [false, true];
    const times = {};
    for (const probed of order) times[probed] = await run(program, python, probed);
    shares.push(times.true.cpu / times.false.cpu - 1);
    walls.push(times.true.wall / times.false.wall - 1);
    added.push(((times.true.cpu - times.false.cpu) / program.steps) * 1e6);
    alone.push((times.false.cpu / program.steps) * 1e3);
  }
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  return [
    '',
    program.backend ? `${program.name} on ${program.backend}` : program.name,
    median(alone).toFixed(3),
    median(added).toFixed(1),
    percent(median(shares)),
    shares.map(percent).join(', '),
    percent(median(walls)),
    '',
  ]
    .join(' | ')
    .trim();
}

async function run({ name, steps, backend }, python, probed) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'goldilocks-'));
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', OMP_NUM_THREADS: '1' };
  if (backend) env.KERAS_BACKEND = backend;
  if (probed) {
    env.PYTHONPATH = path.join(root, 'media', 'python', 'inject');
    env.GOLDILOCKS_PROBE = JSON.stringify({ version: 1, directory, mode: { name: 'watch' } });
  }
  try {
    const program = path.join(root, 'test', 'bench', 'probe', `${name}.py`);
    const { stdout } = await promisify(execFile)(python, [program, String(steps)], { env });
    const [, wall, cpu] = /^seconds (\S+) (\S+)$/m.exec(stdout);
    return { wall: Number(wall), cpu: Number(cpu) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
