import { fork } from 'node:child_process';
import path from 'node:path';
import { BenchError } from '../benchError.ts';
import type { MeasuredRun, SlowTrainer } from '../trainer.ts';
import type { Workload } from '../workload.ts';
import type { TensorflowJob, TensorflowReport } from './tensorflowTraining.ts';

/** TensorFlow.js, in a new process for each run. */
export class TensorflowJs implements SlowTrainer {
  readonly name: string;
  readonly images: number;

  /** @param native the folder with tfjs-node; null for the wasm backend */
  constructor(
    private readonly root: string,
    private readonly native: string | null,
  ) {
    this.name = native === null ? 'TensorFlow.js, wasm backend' : 'TensorFlow.js, tfjs-node';
    this.images = native === null ? 2_000 : 5_000;
  }

  /** @throws BenchError if the run fails, for example because tfjs-node isn't installed */
  train(workload: Workload): Promise<MeasuredRun> {
    const begun = performance.now();
    const job: TensorflowJob = { workload, native: this.native };
    const script = path.join(this.root, 'test', 'bench', 'engine', 'peers', 'tensorflowTraining.ts');
    const child = fork(script, [JSON.stringify(job)], {
      cwd: this.root,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    let firstStepSeconds = NaN;
    return new Promise((resolve, reject) => {
      child.on('message', (report: TensorflowReport) => {
        if (report.type === 'step') firstStepSeconds = (performance.now() - begun) / 1000;
        else if (report.type === 'ended') resolve({ ...report.run, firstStepSeconds });
        else reject(new BenchError(`${this.name} did not train: ${report.reason}`));
        if (report.type !== 'step') child.disconnect();
      });
      child
        .once('error', reject)
        .once('close', (code) =>
          reject(new BenchError(`${this.name} ended with exit code ${code} before its training did: ${stderr.trim()}`)),
        );
    });
  }
}
