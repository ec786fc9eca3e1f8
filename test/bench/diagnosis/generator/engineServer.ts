import { createInterface } from 'node:readline';
import { describeProgram, ENGINE_PROGRAMS } from './enginePrograms.ts';
import { EngineTrainer } from './engineTrainer.ts';
import type { TrainingRequest } from './engineTrainer.ts';

/** Writes a line with all programs, then answers each line that asks for a run: engine_programs.py decides what is trained. */
async function serve(): Promise<void> {
  const trainer = new EngineTrainer();
  const answer = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  answer(Object.keys(ENGINE_PROGRAMS).map(describeProgram));
  for await (const line of createInterface({ input: process.stdin }))
    answer(await trainer.train(JSON.parse(line) as TrainingRequest));
}

void serve();
