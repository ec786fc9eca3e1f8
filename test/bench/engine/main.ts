import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tensorflowFolder } from '../../../src/training/tensorflow/installation.ts';
import type { Bench } from './bench.ts';
import { BenchError } from './benchError.ts';
import { writeWithoutZeros } from './dataset.ts';
import { bundleWorker, Goldilocks } from './goldilocks.ts';
import { describeMachine, inspectNode, warnIfBusy } from './machine.ts';
import { replaceBetweenMarkers } from './markers.ts';
import { measureAtOnce } from './measurements/atOnce.ts';
import { measureChannels, measureImages, measureWithoutZeros } from './measurements/scaling.ts';
import { measureSpeed } from './measurements/speed.ts';
import { measureStart } from './measurements/start.ts';
import { measureSweep } from './measurements/sweep.ts';
import { HELP, parseOptions, SECTIONS } from './options.ts';
import type { BenchOptions, Section } from './options.ts';
import { renderPage } from './page.ts';
import type { Circumstances, Measurements } from './page.ts';
import { PeakMeter } from './peak.ts';
import { findFastestForms } from './peers/forms.ts';
import { findPython } from './peers/python.ts';
import { PyTorch } from './peers/pytorch.ts';
import { TensorflowJs } from './peers/tensorflowJs.ts';
import { smallWorkload } from './workload.ts';

const ROOT = process.cwd();
const PAGE = path.join(ROOT, 'docs', 'benchmarks.md');
const NUMBERS = path.join(ROOT, 'docs', 'benchmarks-engine.json');
const MARKER = 'bench:engine';

/** The sections of a quick run, without those that take long or vary little. */
const QUICK_SECTIONS: readonly Section[] = ['speed', 'at-once', 'start', 'sweep'];

async function main(argv: readonly string[]): Promise<void> {
  const options = parseOptions(argv, process.env);
  if (options.help) {
    console.log(HELP);
    return;
  }
  const begun = performance.now();
  const log = (line: string): void =>
    console.error(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  const warning = warnIfBusy();
  if (warning !== null) log(warning);
  const { bench, versions } = await setUp(options, log);
  const wanted = options.sections.filter(
    (section) => !options.quick || options.sections !== SECTIONS || QUICK_SECTIONS.includes(section),
  );
  const measurements: Measurements = {};
  for (const section of wanted) Object.assign(measurements, { [section]: await MEASURE[section](bench) });

  const circumstances: Circumstances = {
    date: new Date().toISOString().slice(0, 10),
    command: ['npm run bench:engine', ...(argv.length > 0 ? ['--', ...argv.map(withoutFolder)] : [])].join(' '),
    machine: describeMachine(),
    versions,
    rounds: options.rounds,
  };
  const text = renderPage(circumstances, measurements);
  console.log(text);
  if (options.quick || options.sections !== SECTIONS) return;
  await writeFile(PAGE, replaceBetweenMarkers(await readFile(PAGE, 'utf8'), MARKER, text));
  await writeFile(NUMBERS, `${JSON.stringify({ ...circumstances, ...measurements }, null, 1)}\n`);
  log(`written to ${path.relative(ROOT, PAGE)} and ${path.relative(ROOT, NUMBERS)}`);
}

const MEASURE: { readonly [S in Section]: (bench: Bench) => Promise<Measurements[S]> } = {
  speed: measureSpeed,
  'at-once': measureAtOnce,
  start: measureStart,
  channels: measureChannels,
  images: measureImages,
  zeros: async (bench) =>
    measureWithoutZeros(bench, await writeWithoutZeros(bench.mnist, path.join(bench.cache, 'mnist-without-zeros'))),
  sweep: measureSweep,
};

async function setUp(
  { python: named, node, tensorflow, rounds, quick }: BenchOptions,
  log: (line: string) => void,
): Promise<{ bench: Bench; versions: string[] }> {
  const caches = path.join(ROOT, '.cache');
  const cache = path.join(caches, 'bench');
  const nodes = await Promise.all([process.execPath, ...(node === null ? [] : [node])].map(inspectNode));
  if (nodes[1]?.version === nodes[0].version)
    throw new BenchError(
      `--node names Node ${nodes[1].version}, which is the one that runs this: name another version.`,
    );
  const script = await bundleWorker(ROOT, cache);
  const python = await findPython(named, caches, log);
  const mnist = path.join(ROOT, 'media', 'mnist');
  const trainers = await Promise.all(nodes.map((each) => Goldilocks.create(script, each, smallWorkload(mnist))));
  const bench: Bench = {
    ours: trainers[0],
    nodes: trainers,
    ...(await findFastestForms(new PyTorch(python, ROOT, cache), mnist, quick, log)),
    slow: [new TensorflowJs(ROOT, null), new TensorflowJs(ROOT, tensorflowFolder({ named: tensorflow, root: ROOT }))],
    peak: await PeakMeter.create(ROOT, cache),
    root: ROOT,
    mnist,
    cache,
    rounds,
    quick,
    log,
  };
  return {
    bench,
    versions: [
      ...nodes.map(({ version }) => `Node ${version}`),
      `PyTorch ${python.version}`,
      `TensorFlow.js ${await tensorflowVersion()}`,
    ],
  };
}

async function tensorflowVersion(): Promise<string> {
  const text = await readFile(path.join(ROOT, 'node_modules', '@tensorflow', 'tfjs', 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** An argument without the folders of this machine. */
function withoutFolder(argument: string): string {
  return argument.startsWith(path.sep) ? `…/${path.basename(argument)}` : argument;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BenchError ? error.message : error);
  process.exitCode = 1;
});
