import path from 'node:path';
import { pairedRatios } from '../../statistics.ts';
import { fewRounds } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { BenchError } from '../benchError.ts';
import { EAGER_FORMS } from '../peers/pytorch.ts';
import type { Form, PyTorch } from '../peers/pytorch.ts';
import { alternate } from '../rounds.ts';
import { formatCount, formatGigaflops, formatMegabytes, formatPercent, formatRatio, renderTable, withSpread } from '../table.ts';
import { imagesPerSecond } from '../trainer.ts';
import type { Trainer } from '../trainer.ts';
import { HEADLINE_RATE, largeWorkload, smallWorkload, trainingFlops } from '../workload.ts';
import type { Workload } from '../workload.ts';

/** One trainer at one workload: an entry a round. */
export interface TrainerSpeed {
  readonly name: string;
  readonly imagesPerSecond: readonly number[];
  /** The built-in engine's speed in this Node in the same rounds, over this one; empty for itself. */
  readonly ratios: readonly number[];
  readonly peakBytes: readonly number[];
  readonly lastLosses: readonly number[];
}

export interface WorkloadSpeed {
  readonly title: string;
  readonly workload: Omit<Workload, 'folder'>;
  readonly flopsPerImage: number;
  readonly trainers: readonly TrainerSpeed[];
}

/** Images a second of PyTorch written in different ways, and the fastest of them. */
export interface FormSpeed {
  readonly title: string;
  readonly forms: readonly { readonly form: string; readonly imagesPerSecond: readonly number[]; readonly note?: string }[];
}

export interface Speeds {
  /** Floating-point operations a second that WebAssembly reached in a loop of nothing else, by trainer; an entry a round. */
  readonly peaks: Readonly<Record<string, readonly number[]>>;
  readonly workloads: readonly WorkloadSpeed[];
  readonly forms: readonly FormSpeed[];
  readonly notes: readonly string[];
}

/** Slow trainers get so many images, once. */
const SLOW_IMAGES = 1000;
const FORM_IMAGES = 10_000;
const FORM_ROUNDS = 2;
const RATES = [HEADLINE_RATE, 0.01, 0.1];

/** Whole training runs of all trainers, side by side, with the share of WebAssembly's peak. */
export async function measureSpeed(bench: Bench): Promise<Speeds> {
  const small = (bench.quick ? [HEADLINE_RATE] : RATES).map((rate) => ({ title: `small network, rate ${rate}`, workload: smallWorkload(bench.mnist, rate), isNewNetwork: rate === HEADLINE_RATE }));
  const large = { title: 'large network', workload: shortened(largeWorkload(bench.mnist), bench), isNewNetwork: !bench.quick };
  const forms: FormSpeed[] = [];
  const workloads: WorkloadSpeed[] = [];
  const peaks = Object.fromEntries(bench.nodes.map(({ name }) => [name, [] as number[]]));
  const notes = new Set<string>();
  let { pytorch } = bench;
  for (const { title, workload, isNewNetwork } of [...small, large]) {
    if (isNewNetwork) {
      const tried = await tryForms(bench, title, workload, !bench.quick && forms.length === 0);
      pytorch = tried.fastest;
      forms.push(tried.speed);
    }
    const slow = isNewNetwork && !bench.quick ? bench.slow : [];
    workloads.push(await measureWorkload({ ...bench, pytorch, slow }, title, workload, peaks, notes));
  }
  return { peaks, workloads, forms, notes: [...notes] };
}

function shortened(workload: Workload, { quick }: Bench): Workload {
  return quick ? { ...workload, train: FORM_IMAGES } : workload;
}

async function measureWorkload(bench: Bench, title: string, workload: Workload, peaks: Record<string, number[]>, notes: Set<string>): Promise<WorkloadSpeed> {
  const { ours, nodes, pytorch, peak, rounds } = bench;
  const trainers = [...nodes, pytorch];
  const runs = await alternate(
    rounds,
    Object.fromEntries(
      trainers.map((trainer) => [
        trainer.name,
        async () => {
          const node = nodes.find(({ name }) => name === trainer.name)?.node;
          if (node) peaks[trainer.name].push(await peak.measure(node.path));
          return trainer.train(workload);
        },
      ]),
    ),
    (line) => bench.log(`${title}: ${line}`),
  );
  const speeds = (name: string): number[] => runs[name].map(({ epochs }) => imagesPerSecond(epochs));
  const measured: TrainerSpeed[] = trainers.map(({ name }) => ({
    name,
    imagesPerSecond: speeds(name),
    ratios: name === ours.name ? [] : pairedRatios(speeds(ours.name), speeds(name)),
    peakBytes: runs[name].flatMap(({ peakBytes }) => peakBytes ?? []),
    lastLosses: runs[name].map(({ loss }) => loss),
  }));
  const slow: TrainerSpeed[] = [];
  for (const trainer of bench.slow) {
    const speed = await measureSlow(bench, trainer, title, workload).catch((error: unknown) => {
      if (!(error instanceof BenchError)) throw error;
      bench.log(error.message);
      notes.add(error.message.replaceAll(bench.root + path.sep, ''));
    });
    if (speed) slow.push(speed);
  }
  const { folder: _, ...rest } = workload;
  return { title, workload: rest, flopsPerImage: trainingFlops(workload.network), trainers: [...measured, ...slow] };
}

/** A trainer so slow that it gets fewer images than the built-in engine beside it. */
async function measureSlow(bench: Bench, trainer: Trainer, title: string, workload: Workload): Promise<TrainerSpeed> {
  const runs = await alternate(
    fewRounds(bench),
    { ours: () => bench.ours.train(workload), theirs: () => trainer.train({ ...workload, train: SLOW_IMAGES, epochs: 1 }) },
    (line) => bench.log(`${title}, ${trainer.name}: ${line}`),
  );
  const theirs = runs.theirs.map(({ epochs }) => imagesPerSecond(epochs));
  return {
    name: trainer.name,
    imagesPerSecond: theirs,
    ratios: pairedRatios(runs.ours.map(({ epochs }) => imagesPerSecond(epochs)), theirs),
    peakBytes: runs.theirs.flatMap(({ peakBytes }) => peakBytes ?? []),
    lastLosses: runs.theirs.map(({ loss }) => loss),
  };
}

/** Finds the fastest way to write a workload in PyTorch without a compiler; `compiles` tries that too, which takes most of a minute. */
async function tryForms({ pytorch, rounds, quick, log }: Bench, title: string, workload: Workload, compiles: boolean): Promise<{ fastest: PyTorch; speed: FormSpeed }> {
  const short = { ...workload, train: FORM_IMAGES, epochs: quick ? 1 : 2 };
  const byName = new Map(EAGER_FORMS.map((form) => [nameOf(form), form]));
  const runs = await alternate(
    quick ? 1 : Math.min(rounds, FORM_ROUNDS),
    Object.fromEntries([...byName].map(([name, form]) => [name, () => pytorch.inForm(form).train(short)])),
    (line) => log(`${title}, ways to write it in PyTorch: ${line}`),
  );
  const forms: FormSpeed['forms'][number][] = [...byName.keys()].map((form) => ({ form, imagesPerSecond: runs[form].map(({ epochs }) => imagesPerSecond(epochs)) }));
  const fastest = forms.reduce((best, form) => (Math.max(...form.imagesPerSecond) > Math.max(...best.imagesPerSecond) ? form : best));
  if (compiles) forms.push(await tryCompiled(pytorch, byName.get(fastest.form)!, short));
  return { fastest: pytorch.inForm(byName.get(fastest.form)!), speed: { title, forms } };
}

/** The network compiled: its speed once it is, for compiling takes longer than the whole training. */
async function tryCompiled(pytorch: PyTorch, form: readonly Form[], workload: Workload): Promise<FormSpeed['forms'][number]> {
  const name = nameOf([...form, 'compile']);
  const run = await pytorch.inForm([...form, 'compile']).train(workload).catch((error: unknown) => {
    if (error instanceof BenchError) return error;
    throw error;
  });
  if (run instanceof BenchError) return { form: name, imagesPerSecond: [], note: run.message };
  return { form: name, imagesPerSecond: [imagesPerSecond(run.epochs.slice(1))], note: `after ${run.firstStepSeconds.toFixed(0)} s until the first step` };
}

const FORM_NAMES: Record<Form, string> = { fused: 'fused Adam', channels_last: 'channels last', compile: 'torch.compile' };

function nameOf(form: readonly Form[]): string {
  return form.length === 0 ? 'plain' : form.map((part) => FORM_NAMES[part]).join(', ');
}

/** The section of the page. */
export function renderSpeed({ peaks, workloads, forms, notes }: Speeds): string {
  const shares = (name: string, speeds: readonly number[], flopsPerImage: number): number[] => (peaks[name] ? speeds.map((speed) => (speed * flopsPerImage) / Math.max(...peaks[name])) : []);
  const rows = workloads.flatMap(({ title, flopsPerImage, trainers }) =>
    trainers.map(({ name, imagesPerSecond: speeds, ratios, peakBytes }, index) => [
      index === 0 ? title : ' ',
      name,
      withSpread(speeds, formatCount),
      withSpread(ratios, formatRatio),
      withSpread(shares(name, speeds, flopsPerImage), formatPercent),
      peakBytes.length > 0 ? formatMegabytes(Math.max(...peakBytes)) : '',
    ]),
  );
  const tried = forms.map(({ title, forms: ways }) => {
    const described = ways.map(({ form, imagesPerSecond: speeds, note }) => `${form} ${speeds.length > 0 ? formatCount(Math.max(...speeds)) : 'failed'}${note ? ` (${note})` : ''}`);
    return `- ${title}: ${described.join('; ')}`;
  });
  return [
    renderTable(['training', 'by', 'images a second', 'Goldilocks is so many times as fast', "share of WebAssembly's peak", 'peak memory'], rows),
    `WebAssembly's peak: ${Object.entries(peaks).map(([name, flops]) => `${formatGigaflops(Math.max(...flops))} (${name})`).join(', ')}.`,
    `PyTorch is written in its fastest way without a compiler; images a second of the ways tried:\n\n${tried.join('\n')}`,
    ...notes.map((note) => `Not measured: ${note}`),
  ].join('\n\n');
}
