import type { ExperimentRecord } from '../domain/experiment.ts';
import { rangeTestJson } from './rangeTestJson.ts';
import { sweepJson } from './sweepJson.ts';
import type { ResultsToJson } from './training.ts';

/** The JSON document for an experiment of any kind that the command line trains. */
export function resultsToJson({ kind }: ExperimentRecord): ResultsToJson {
  return kind === 'range-test' ? rangeTestJson : sweepJson;
}
