import path from 'node:path';
import type { WorkerReport, WorkerRequest } from '../../../src/protocol/training.ts';
import { EngineFactory } from '../../../src/training/engines.ts';
import { TrainingWorker } from '../../../src/training/worker.ts';

// The worker of Goldilocks from its sources, with the engine that was built.
process.on('disconnect', () => process.exit());
const send = (report: WorkerReport): void => void process.send?.(report);
const worker = new TrainingWorker(new EngineFactory(path.resolve('dist')), send);
process.on('message', (request: WorkerRequest) => void worker.handle(request));
send({ type: 'idle' });
