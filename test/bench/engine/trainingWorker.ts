import type { Engine } from '../../../src/training/engine.ts';
import { EngineProvider } from '../../../src/training/engineProvider.ts';
import { EngineFactory } from '../../../src/training/engines.ts';
import { peakBytes } from './peakMemory.ts';

/** What the benchmark's worker says besides the reports of the real one. */
export type BenchReport =
  | { readonly type: 'prepared' }
  | { readonly type: 'first-step' }
  | { readonly type: 'peak'; readonly peakBytes: number };

// The real worker, whose parent hears three things more: when an engine and its images are ready, when the first training step of
// a run is done, and how much memory was held by its end.
extendMethod(EngineProvider.prototype, 'create', () => say({ type: 'prepared' }));
extendMethod(EngineFactory.prototype, 'create', (engine) => {
  const trainStep = engine.trainStep.bind(engine);
  engine.trainStep = (...batch) => {
    const loss = trainStep(...batch);
    engine.trainStep = trainStep;
    say({ type: 'first-step' });
    return loss;
  };
});

const send = process.send!.bind(process);
process.send = (report: { readonly type: string; readonly event?: { readonly type: string } }, ...rest: never[]) => {
  if (report.event?.type === 'ended') say({ type: 'peak', peakBytes: peakBytes() });
  return send(report, ...rest);
};

void import('../../../src/training/entry.ts');

/** Lets a method do something more with the engine that it resolves to. */
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

function say(report: BenchReport): void {
  send(report);
}
