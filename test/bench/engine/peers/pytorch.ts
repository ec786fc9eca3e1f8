import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { BenchError, lastLine } from '../benchError.ts';
import type { MeasuredRun, Trainer } from '../trainer.ts';
import type { Workload } from '../workload.ts';
import type { PythonWithTorch } from './python.ts';

/** An option for writing the training in PyTorch: memory format, fused Adam, compiled network. */
export type Form = 'channels_last' | 'fused' | 'compile';

/** Limits PyTorch to one thread. Without the first variable it also uses much of a second processor. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** Without these, glibc returns the memory of each step to the system after a large data set was loaded, which slows PyTorch by a third. */
const KEEPING_MEMORY = { MALLOC_MMAP_THRESHOLD_: String(2 ** 30), MALLOC_TRIM_THRESHOLD_: String(2 ** 32) };

type Line = { readonly step: number } | Omit<MeasuredRun, 'firstStepSeconds'>;

/** PyTorch on one thread, in a new process for each run. */
export class PyTorch implements Trainer {
  readonly name: string;

  /** @param cache the cache folder of torch.compile */
  constructor(
    private readonly python: PythonWithTorch,
    private readonly root: string,
    private readonly cache: string,
    private readonly forms: readonly Form[] = [],
  ) {
    this.name = `PyTorch ${python.version}`;
  }

  /** The same PyTorch with other forms. */
  inForm(forms: readonly Form[]): PyTorch {
    return new PyTorch(this.python, this.root, this.cache, forms);
  }

  /** @throws BenchError with the last line of standard error if the run fails */
  async train(workload: Workload): Promise<MeasuredRun> {
    const begun = performance.now();
    const { child, ended } = this.#startTraining(workload);
    let firstStepSeconds = NaN;
    let run: Omit<MeasuredRun, 'firstStepSeconds'> | null = null;
    createInterface(child.stdout).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if ('step' in line) firstStepSeconds = (performance.now() - begun) / 1000;
      else run = line;
    });
    const stderr = await ended;
    if (run === null) throw this.#failure(stderr);
    return { ...(run as Omit<MeasuredRun, 'firstStepSeconds'>), firstStepSeconds };
  }

  /** The seconds from the start of the process until the first training step is done. Doesn't wait for the rest. */
  async firstStep(workload: Workload): Promise<number> {
    const begun = performance.now();
    const { child, ended } = this.#startTraining(workload);
    let seconds: number | null = null;
    createInterface(child.stdout).once('line', () => {
      seconds = (performance.now() - begun) / 1000;
      child.kill();
    });
    const stderr = await ended;
    if (seconds === null) throw this.#failure(stderr);
    return seconds;
  }

  /** The seconds that `python -c "import torch"` takes. */
  async importSeconds(): Promise<number> {
    const begun = performance.now();
    await this.#start(['-c', 'import torch']).ended;
    return (performance.now() - begun) / 1000;
  }

  #startTraining(workload: Workload) {
    const script = path.join(this.root, 'test', 'bench', 'python', 'train.py');
    return this.#start(['-W', 'ignore', script, JSON.stringify({ ...workload, forms: this.forms })]);
  }

  #failure(stderr: string): BenchError {
    return new BenchError(
      `${this.name}${this.forms.map((form) => ` ${form}`).join('')} did not train: ${lastLine(stderr)}`,
    );
  }

  /** `ended` resolves to the standard error output. */
  #start(args: readonly string[]) {
    const env = {
      ...process.env,
      ...ONE_THREAD,
      ...KEEPING_MEMORY,
      TORCHINDUCTOR_CACHE_DIR: path.join(this.cache, 'inductor'),
    };
    const child = spawn(this.python.program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = new Promise<string>((resolve, reject) =>
      child.once('error', reject).once('close', () => resolve(stderr)),
    );
    return { child, ended };
  }
}
