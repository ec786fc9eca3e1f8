import { Detector } from '../../../src/domain/diagnosis/detector.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import { lastStepOf } from './rows.ts';
import type { LogRow } from './rows.ts';
import type { Answer } from './score.ts';

/**
 * What the product finds in a row's log, with optimizer, rate, batch size and classes known. A third is a run that goes on: its length is
 * known, and its end is still to come.
 */
export function findingsIn(row: LogRow): readonly Finding[] {
  const { log, run, program } = row;
  const until = lastStepOf(row);
  const held = new Map(log.held.map(({ step, loss }) => [step, loss]));
  const detector = new Detector({
    ...NO_FACTS,
    rate: run.rate,
    optimizer: program.optimizer,
    batchSize: program.batch,
    classes: program.classes,
    ...(row.part === 'third' && { total: program.steps }),
  });
  const samples = log.steps.map((step, index) => ({
    step,
    loss: log.losses[index],
    ...(log.rates.length > 0 ? { rate: log.rates[index] } : {}),
    ...(Number.isNaN(log.norms[index]) ? {} : { gradientNorm: log.norms[index] }),
  }));
  const validations = [...held].map(([step, validationLoss]) => ({ step, validationLoss }));
  const all = [...samples, ...validations].filter(({ step }) => step <= until).sort((a, b) => a.step - b.step);
  detector.addSamples(all);
  if (row.part !== 'third') detector.end('finished');
  return detector.findings;
}

/** The first finding that names a cause counts; without one nothing is said. */
export function answerOf(findings: readonly Finding[]): Answer {
  const first = findings.find(({ cause }) => cause !== 'undetermined') ?? findings[0];
  const estimate = findings.find((finding) => finding.estimate)?.estimate;
  return {
    cause: first?.cause ?? 'undetermined',
    suggestedRate: first?.suggestedRate ?? null,
    ...(estimate && { estimate }),
  };
}
