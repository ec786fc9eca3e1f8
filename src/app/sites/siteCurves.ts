import type { LossCurves, LossLine } from '../../charts/lossSketch.ts';
import type { ExperimentLibrary } from '../experimentLibrary.ts';
import type { JudgedPlace } from './judgePlaces.ts';
import { rateText } from './resultText.ts';
import type { SiteResult } from './siteResults.ts';

/** The curves of the last runs with a number, as it stands now and as it was before; null where no loss is known of the newest. */
export async function siteCurves(
  { current, earlier }: JudgedPlace,
  library: ExperimentLibrary,
): Promise<LossCurves | null> {
  const newest = current ?? earlier;
  const line = newest && (await lossOf(newest, library));
  return line && { newest: line, earlier: current && earlier && (await lossOf(earlier, library)) };
}

async function lossOf(result: SiteResult, library: ExperimentLibrary): Promise<LossLine | null> {
  const { folder, run } = result;
  const followed = library.activeIn(folder)?.training.runs.find(({ index }) => index === run.index);
  const loss = followed
    ? followed.tracker.series('loss')
    : (await library.entry(folder)).overview?.runs.find(({ index }) => index === run.index)?.result?.series.loss;
  return loss && loss.steps.length > 1 ? { name: rateText(result), loss, score: run.result?.score ?? null } : null;
}
