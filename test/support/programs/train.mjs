/**
 * A training program for tests, which reports as the probe does, from inside: gradient descent on a valley with two curvatures. It
 * diverges above a rate of 0.2.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';

const NOISE = 0.05;

const { values } = parseArgs({
  options: {
    lr: { type: 'string', default: process.env.LR ?? '0.02' },
    steps: { type: 'string', default: '200' },
    /** Makes no more than its steps in a range test. */
    short: { type: 'boolean' },
    /** Milliseconds a step. */
    pause: { type: 'string', default: '0' },
    /** Prints losses instead of reporting them. */
    print: { type: 'boolean' },
    /** Prints losses, and reports that it trains, but no losses: as the probe does in optax. */
    blind: { type: 'boolean' },
    /** Trains at this rate, whatever `lr` says. */
    fixed: { type: 'string' },
    /** Creates its optimizer with this rate, and sets its own at each step: a warm-up of ten steps. */
    created: { type: 'string' },
    /** Throws when the loss is not finite. */
    strict: { type: 'boolean' },
    exit: { type: 'string', default: '0' },
    throw: { type: 'boolean' },
    /** Starts a child in its group, and one outside, both deaf to polite signals, and writes their ids and its own into this file. */
    children: { type: 'string' },
    deaf: { type: 'boolean' },
    /** Writes a checkpoint here. */
    save: { type: 'string' },
    flood: { type: 'string' },
    /** Descends a valley that is ten times as steep with each further seed. */
    uneven: { type: 'boolean' },
  },
});

const { directory, mode = { name: 'watch' } } = JSON.parse(process.env.GOLDILOCKS_PROBE ?? '{}');
const report = (line) => {
  if (directory && !values.print) appendFileSync(join(directory, `${process.pid}.jsonl`), `${JSON.stringify(line)}\n`);
};
const written = (number) => (Number.isFinite(number) ? number : String(number));

if (values.deaf) for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
if (values.children) {
  const code =
    "for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => 0); setInterval(() => 0, 1000); console.log('up')";
  const pids = [process.pid];
  for (const detached of [false, true]) {
    const child = spawn(process.execPath, ['-e', code], { detached, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.unref();
    child.stdout.unref();
    pids.push(child.pid);
  }
  writeFileSync(values.children, pids.join('\n'));
}
if (values.flood) {
  const line = 'x'.repeat(1023) + '\n';
  for (let index = 0; index < Number(values.flood); index++)
    if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

let seed = mode.seed ?? 1;
const CURVATURES = [10, 1].map((curvature) => (values.uneven ? curvature * 10 ** (seed - 1) : curvature));
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648 - 0.5;
};
const lr = Number(values.fixed ?? values.lr);
const isTest = mode.name === 'find';
const wanted = isTest ? mode.steps : (mode.maxSteps ?? Infinity);
const steps = isTest && !values.short ? wanted : Math.min(Number(values.steps), wanted);
const weights = [1, 1];
let lowest = Infinity;
let smoothed = null;
let first = 0;
report({ type: 'started', probe: 1, pid: process.pid, frameworks: { torch: '2.13.0' }, argv: ['train.mjs'], rank: 0 });
report({
  type: 'facts',
  facts: { rate: lr, rates: [Number(values.created ?? lr)], optimizer: 'torch.optim.SGD', total: Number(values.steps) },
});
if (values.blind) report({ type: 'notice', text: 'The losses are read from the output.' });
for (let step = 0; step < steps; step++) {
  const rate = isTest
    ? mode.from * (mode.to / mode.from) ** (step / (mode.steps - 1))
    : mode.name === 'rate'
      ? mode.rate
      : values.created
        ? lr * Math.min(step / 10, 1)
        : lr;
  const loss =
    CURVATURES.reduce((sum, curvature, index) => sum + (curvature * weights[index] ** 2) / 2, 0) +
    0.1 +
    Math.abs(random()) * NOISE;
  report({ type: 'samples', samples: [{ step, ...(!values.blind && { loss: written(loss) }), rate }] });
  if (values.print || values.blind) console.log(`step ${step} loss ${loss.toFixed(4)}`);
  if (values.strict && !Number.isFinite(loss)) throw new Error('the loss is not finite');
  CURVATURES.forEach((curvature, index) => (weights[index] -= rate * (curvature * weights[index] + random() * NOISE)));
  smoothed = smoothed === null ? loss : 0.9 * smoothed + 0.1 * loss;
  lowest = Math.min(lowest, smoothed);
  if (step === 0) first = smoothed;
  if (isTest && !(smoothed <= Math.max(mode.stopAbove * lowest, first))) {
    report({ type: 'stopped', why: 'diverged' });
    process.exit(0);
  }
  if (Number(values.pause) > 0) await delay(Number(values.pause));
}
if (isTest && steps === wanted) report({ type: 'stopped', why: 'steps' });
else if (!isTest && mode.maxSteps && steps < Number(values.steps)) report({ type: 'stopped', why: 'maxSteps' });
if (values.save) writeFileSync(values.save, 'weights');
if (values.throw) {
  report({
    type: 'ended',
    state: 'failed',
    exception: 'Traceback (most recent call last):\n  File "train.py", line 3\nValueError: no data',
  });
  throw new Error('no data');
}
report({ type: 'ended', state: 'finished' });
process.exitCode = Number(values.exit);
