import type { ExperimentRecord } from '../domain/experiment.ts';
import { compareJson } from './compareJson.ts';
import { edgeJson } from './edgeJson.ts';
import { probeJson } from './probeJson.ts';
import { rangeTestJson } from '../app/json/rangeTestJson.ts';
import { sweepJson } from '../app/json/sweepJson.ts';
import type { ResultsToJson } from './training.ts';

/** The JSON document for an experiment of any kind that the command line trains. */
export function resultsToJson({ kind }: ExperimentRecord): ResultsToJson {
  switch (kind) {
    case 'range-test':
      return rangeTestJson;
    case 'edge':
      return edgeJson;
    case 'probe':
      return probeJson;
    case 'schedules':
    case 'optimizers':
    case 'batch-sizes':
    case 'layers':
      return compareJson;
    default:
      return sweepJson;
  }
}
