import type { Engine } from '../../../src/training/engine.ts';
import { EngineProvider } from '../../../src/training/engineProvider.ts';
import { EngineFactory } from '../../../src/training/engines.ts';
import { peakBytes } from './peakMemory.ts';

/** The reports that the benchmark's worker sends in addition to those of the real one. */
export type BenchReport =
  | { readonly type: 'prepared' }
  | { readonly type: 'first-step' }
  | { readonly type: 'peak'; readonly peakBytes: number };

// The real worker with three more reports: when an engine and its images are ready, when the first training step of a run is done,
// and the peak memory at the end of a run.
extendMethod(EngineProvider.prototype, 'create', () => sendReport({ type: 'prepared' }));
extendMethod(EngineFactory.prototype, 'create', (engine) => {
  const trainStep = engine.trainStep.bind(engine);
  engine.trainStep = (...batch) => {
    const loss = trainStep(...batch);
    engine.trainStep = trainStep;
    sendReport({ type: 'first-step' });
    return loss;
  };
});

const send = process.send!.bind(process);
process.send = (report: { readonly type: string; readonly event?: { readonly type: string } }, ...rest: never[]) => {
  if (report.event?.type === 'ended') sendReport({ type: 'peak', peakBytes: peakBytes() });
  return send(report, ...rest);
};

void import('../../../src/training/entry.ts');

/** Makes a method call `more` with the engine that it resolves to. */
function extendMethod<T extends object>(prototype: T, method: keyof T, more: (engine: Engine) => void): void {
  const original = prototype[method] as (...args: unknown[]) => Promise<Engine>;
  Object.assign(prototype, {
    async [method](...args: unknown[]) {
      const engine = await original.apply(this, args);
      more(engine);
      return engine;
    },
  });
}

function sendReport(report: BenchReport): void {
  send(report);
}
