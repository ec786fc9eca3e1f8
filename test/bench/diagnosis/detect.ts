import { Detector } from '../../../src/domain/diagnosis/detector.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import { lastStepOf } from './rows.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import type { LogRow } from './rows.ts';
import type { Answer } from './score.ts';

/**
 * What the product finds in a row's log, with optimizer, rate, batch size and classes known. A third is a run that goes on: its length is
 * known, and its end is still to come.
 */
export function findingsIn(row: LogRow): readonly Finding[] {
  const { detector, samples } = prepare(row);
  detector.addSamples(samples);
  if (row.part !== 'third') detector.end('finished');
  return detector.findings;
}

/** Slices of a run after each of which latencyOf looks. */
const SLICES = 40;

/**
 * The share of a run after which the cause that is stated at its end had been stated for good; null where the rate is not blamed.
 */
export function latencyOf(row: LogRow): number | null {
  const last = answerOf(findingsIn(row)).cause;
  if (last !== 'rate-too-high' && last !== 'rate-too-low') return null;
  const { detector, samples } = prepare({ ...row, part: 'third' }, Infinity);
  let since = 1;
  let isSaid = false;
  for (let slice = 0, from = 0; slice < SLICES; slice++) {
    const to = Math.round(((slice + 1) * samples.length) / SLICES);
    detector.addSamples(samples.slice(from, to));
    from = to;
    const isNow = answerOf(detector.findings).cause === last;
    if (isNow && !isSaid) since = (slice + 1) / SLICES;
    isSaid = isNow;
  }
  return isSaid ? since : 1;
}

/** A detector that knows what is known of a row's run, and the samples of the row. */
function prepare(
  row: LogRow,
  until = lastStepOf(row),
): { readonly detector: Detector; readonly samples: readonly Sample[] } {
  const { log, run, program } = row;
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
  return { detector, samples: all };
}

/** The first finding that names a cause counts; without one nothing is said. */
export function answerOf(findings: readonly Finding[]): Answer {
  const first = findings.find(({ cause }) => cause !== 'undetermined') ?? findings[0];
  const estimate = findings.find((finding) => finding.estimate)?.estimate;
  return {
    cause: first?.cause ?? 'undetermined',
    suggestedRate: first?.suggestedRate ?? null,
    ...(estimate && { estimate }),
    ...(first && { confidence: first.confidence }),
  };
}
