import path from 'node:path';
import type { WorkerReport, WorkerRequest } from '../protocol/training.ts';
import { EngineFactory } from './engines.ts';
import { TrainingWorker } from './worker.ts';

// The parent names the folder that TensorFlow is loaded from, should a run ask for it.
const tensorflowFolder = process.argv.at(2) ?? null;
// The parent cancels its workers itself; a Ctrl+C in the terminal reaches the whole process group and must not race it.
process.on('SIGINT', () => undefined);
// No worker outlives its parent: a closed channel is the end, whatever is being trained.
process.on('disconnect', () => process.exit());

const send = (report: WorkerReport): void => void process.send?.(report);
const engines = new EngineFactory(path.resolve(__dirname), tensorflowFolder);
engines.preload();
const worker = new TrainingWorker(engines, send);
process.on('message', (request: WorkerRequest) => void worker.handle(request));
send({ type: 'idle' });
