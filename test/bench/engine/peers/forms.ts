import { BenchError } from '../benchError.ts';
import { alternate } from '../rounds.ts';
import { formatCount } from '../table.ts';
import { imagesPerSecond } from '../trainer.ts';
import { largeWorkload, smallWorkload } from '../workload.ts';
import type { Workload } from '../workload.ts';
import type { Form, PyTorch } from './pytorch.ts';

export type NetworkSize = 'small' | 'large';

/** The images per second of a network in PyTorch, written in different ways. */
export interface FormSpeed {
  readonly network: NetworkSize;
  readonly ways: readonly Way[];
}

interface Way {
  readonly name: string;
  /** One entry for each round; empty if it failed. */
  readonly imagesPerSecond: readonly number[];
  readonly note?: string;
}

/** The fastest form of PyTorch for each network. */
export interface FastestForms {
  readonly pytorch: Readonly<Record<NetworkSize, PyTorch>>;
  readonly forms: readonly FormSpeed[];
}

/** The forms without a compiler. */
const EAGER: readonly (readonly Form[])[] = [[], ['fused'], ['channels_last'], ['channels_last', 'fused']];
const NAMES: Record<Form, string> = { fused: 'fused Adam', channels_last: 'channels last', compile: 'torch.compile' };
const IMAGES = 10_000;
const EPOCHS = 2;
const ROUNDS = 2;

/**
 * Finds the fastest way to write each network in PyTorch without a compiler. Also tries torch.compile with the small network, for
 * the record: it takes most of a minute before the first step, longer than the whole training. A quick run tries only the small
 * network, and uses its form for both.
 */
export async function findFastestForms(
  pytorch: PyTorch,
  mnist: string,
  quick: boolean,
  log: (line: string) => void,
): Promise<FastestForms> {
  const small = await tryEager(pytorch, 'small', smallWorkload(mnist), quick ? 1 : ROUNDS, log);
  const inForm = (form: readonly Form[]): PyTorch => pytorch.inForm(form);
  if (quick) return { pytorch: { small: inForm(small.fastest), large: inForm(small.fastest) }, forms: [small.speed] };
  const compiled = await tryCompiled(pytorch, small.fastest, smallWorkload(mnist));
  const large = await tryEager(pytorch, 'large', largeWorkload(mnist), ROUNDS, log);
  const forms = [{ ...small.speed, ways: [...small.speed.ways, compiled] }, large.speed];
  return { pytorch: { small: inForm(small.fastest), large: inForm(large.fastest) }, forms };
}

async function tryEager(
  pytorch: PyTorch,
  network: NetworkSize,
  workload: Workload,
  rounds: number,
  log: (line: string) => void,
): Promise<{ fastest: readonly Form[]; speed: FormSpeed }> {
  const runs = await alternate(
    rounds,
    Object.fromEntries(EAGER.map((form) => [nameOf(form), () => pytorch.inForm(form).train(shortened(workload))])),
    (line) => log(`${network} network, ways to write it in PyTorch: ${line}`),
  );
  const ways = EAGER.map((form) => ({
    form,
    name: nameOf(form),
    imagesPerSecond: runs[nameOf(form)].map(({ epochs }) => imagesPerSecond(epochs)),
  }));
  const { form } = ways.reduce((best, way) =>
    Math.max(...way.imagesPerSecond) > Math.max(...best.imagesPerSecond) ? way : best,
  );
  return { fastest: form, speed: { network, ways: ways.map(({ form: _, ...way }) => way) } };
}

/** The speed of the compiled network, without the first epoch, during which it is compiled. */
async function tryCompiled(pytorch: PyTorch, eager: readonly Form[], workload: Workload): Promise<Way> {
  const form = [...eager, 'compile'] as const;
  try {
    const run = await pytorch.inForm(form).train(shortened(workload));
    return {
      name: nameOf(form),
      imagesPerSecond: [imagesPerSecond(run.epochs.slice(1))],
      note: `after ${run.firstStepSeconds.toFixed(0)} s until the first step`,
    };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { name: nameOf(form), imagesPerSecond: [], note: error.message };
  }
}

function shortened(workload: Workload): Workload {
  return { ...workload, train: IMAGES, epochs: EPOCHS };
}

function nameOf(form: readonly Form[]): string {
  return form.length === 0 ? 'plain' : form.map((part) => NAMES[part]).join(', ');
}

/** A description of the forms that were tried, as Markdown. */
export function describeForms(forms: readonly FormSpeed[]): string {
  const lines = forms.map(({ network, ways }) => {
    const described = ways.map(
      ({ name, imagesPerSecond: speeds, note }) =>
        `${name} ${speeds.length > 0 ? formatCount(Math.max(...speeds)) : 'failed'}${note ? ` (${note})` : ''}`,
    );
    return `- ${network} network: ${described.join('; ')}`;
  });
  return `PyTorch is written in its fastest way without a compiler, here and below; images a second of the ways tried:\n\n${lines.join('\n')}`;
}
