import { Detector, DETECTOR_VERSION } from './detector.ts';
import type { RunResult, Sample } from './run.ts';
import type { RunFacts } from './runFacts.ts';
import type { RunSeries } from './series.ts';

/** A result whose findings are made anew from its series if an older detector made them; otherwise the same result. */
export function rejudge(result: RunResult, facts: RunFacts): RunResult {
  if (result.detector >= DETECTOR_VERSION) return result;
  const detector = new Detector(facts);
  detector.take(samplesOf(result.series));
  detector.end(result.state);
  return { ...result, findings: detector.findings, detector: DETECTOR_VERSION };
}

/** The samples that series were collected from, as far as the series still hold them; by ascending step. */
function samplesOf(series: RunSeries): Sample[] {
  const samples = new Map<number, Record<string, number>>();
  for (const [metric, known] of Object.entries(series)) {
    known?.steps.forEach((step, index) => {
      let sample = samples.get(step);
      if (!sample) samples.set(step, (sample = { step }));
      sample[metric] = known.values[index];
    });
  }
  return [...samples.values()].sort((a, b) => a.step - b.step) as unknown as Sample[];
}
