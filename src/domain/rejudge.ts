import { samplesFromSeries } from './samplesFromSeries.ts';
import { Detector, DETECTOR_VERSION } from './diagnosis/detector.ts';
import type { RunResult } from './run.ts';
import type { RunFacts } from './runFacts.ts';

/** Runs the detector again on a result's series if an older version made its findings; otherwise returns the same result. */
export function rejudge(result: RunResult, facts: RunFacts): RunResult {
  if (result.detector >= DETECTOR_VERSION) return result;
  const detector = new Detector(facts);
  detector.addSamples([...samplesFromSeries(result.series)]);
  detector.end(result.state, result.score);
  return { ...result, findings: detector.findings, detector: DETECTOR_VERSION };
}
