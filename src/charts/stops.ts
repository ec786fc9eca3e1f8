import type { Sample } from '../domain/run.ts';
import { median } from '../domain/zone.ts';
import type { CurveRun, Prepared, PreparedRun } from './curves.ts';
import type { Stop } from './figure.ts';
import { formatLoss } from '../domain/format.ts';
import type { Point } from './smoothing.ts';

/** Where a loss stopped being a finite number. */
export interface Divergence {
  readonly step: number;
  /** Epochs done by then, a fraction. */
  readonly epoch: number;
  /** "NaN" or "infinite". */
  readonly word: string;
}

/** How far beyond the picture a run went, in the picture's own x. */
export interface Excursion extends Point {
  /** For example "goes to 3e12 at step 41", and without the place. */
  readonly text: string;
  readonly shortText: string;
}

/** The loss axis ends at this many times the initial loss: a run that is worse has left the picture. */
const HEADROOM = 1.5;

/** The first loss that is not finite; null for a run that stayed sane. */
export function divergenceOf(samples: readonly Sample[], stepsPerEpoch: number): Divergence | null {
  const broken = samples.find((sample) => sample.loss !== undefined && !Number.isFinite(sample.loss));
  if (!broken) return null;
  const word = Number.isNaN(broken.loss) ? 'NaN' : 'infinite';
  return { step: broken.step, epoch: broken.epoch ?? broken.step / stepsPerEpoch, word };
}

/** The end of the loss axis, so that one exploding run cannot flatten the others. */
export function offAxisFrom(runs: readonly CurveRun[]): number {
  const initial = runs.map(
    (run) => run.initialLoss ?? run.samples.find((sample) => sample.loss !== undefined)?.loss ?? NaN,
  );
  const known = initial.filter((loss) => Number.isFinite(loss) && loss > 0);
  return HEADROOM * (known.length > 0 ? median(known) : 1);
}

/**
 * The marks where lines leave a picture, one a run, with one text a rate.
 * @param endOf where a run that diverged is marked
 * @param excursionOf the furthest a run went beyond the axis; null when it stayed inside
 */
export function stopsOf(
  prepared: Prepared,
  endOf: (run: PreparedRun, divergence: Divergence) => Point,
  excursionOf: (run: PreparedRun) => Excursion | null,
): Stop[] {
  return prepared.rates.flatMap(({ label }, rate) => {
    const runs = prepared.runs.filter((run) => run.rate === rate);
    const broken = runs
      .flatMap((run) => (run.divergence ? { run, divergence: run.divergence } : []))
      .sort((a, b) => a.divergence.step - b.divergence.step);
    // The mark of a run that diverged says enough; its text tells how far it went before.
    const beyond = runs.flatMap((run) => (run.divergence ? [] : (excursionOf(run) ?? []))).sort((a, b) => a.x - b.x);
    const nans = broken.map(({ run, divergence }) => ({ ...endOf(run, divergence), kind: 'nan' as const }));
    const marks = [...nans, ...beyond.map(({ x }) => ({ x, y: prepared.top, kind: 'beyond' as const }))];
    const nan = broken.length > 0 ? `${broken[0].divergence.word} at step ${broken[0].divergence.step}` : '';
    const first = broken.length > 0 ? excursionOf(broken[0].run) : beyond[0];
    const count = countOf(broken.length || beyond.length, runs.length);
    const text = `${label}: ${[first?.text, nan].filter(Boolean).join(', ')}${count}`;
    const shortText = `${label}: ${nan || first?.shortText}`;
    return marks.map((mark, index) => ({
      rate,
      ...mark,
      text: index === 0 ? text : '',
      shortText: index === 0 ? shortText : '',
    }));
  });
}

/**
 * The excursion of a line to its highest point, if that lies beyond the axis.
 * @param words what it does there, and where that is
 */
export function excursion(
  points: readonly Point[],
  top: number,
  words: (peak: Point, loss: string) => readonly [what: string, where: string],
): Excursion | null {
  const peak = points.reduce<Point | null>((high, point) => (high && high.y >= point.y ? high : point), null);
  if (!peak || peak.y <= top) return null;
  const [what, where] = words(peak, formatLoss(peak.y));
  return { x: peak.x, y: peak.y, text: `${what} ${where}`, shortText: what };
}

function countOf(affected: number, seeds: number): string {
  if (seeds === 1) return '';
  return affected === seeds ? ` (all ${seeds} seeds)` : ` (${affected} of ${seeds} seeds)`;
}
