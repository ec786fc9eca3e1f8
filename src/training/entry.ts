import * as l10n from '@vscode/l10n';
import path from 'node:path';
import type { WorkerReport, WorkerRequest } from '../protocol/training.ts';
import { EngineFactory } from './engines.ts';
import { TrainingWorker } from './worker.ts';

// The folder that TensorFlow is loaded from if a run uses it, and the translations of what a run reports.
const [tensorflowFolder, translationsFile] = process.argv.slice(2);
if (translationsFile) l10n.config({ fsPath: translationsFile });
// A terminal, a shell or a service manager sends these to all processes of the group, but the parent cancels its workers itself, which
// then write their last checkpoints.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
// No worker outlives its parent.
process.on('disconnect', () => process.exit());

const send = (report: WorkerReport): void => void process.send?.(report);
const engines = new EngineFactory(path.resolve(__dirname), tensorflowFolder || null);
engines.preload();
const worker = new TrainingWorker(engines, send);
process.on('message', (request: WorkerRequest) => void worker.handle(request));
send({ type: 'idle' });
