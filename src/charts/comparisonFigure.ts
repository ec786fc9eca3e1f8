import * as l10n from '@vscode/l10n';
import { formatLoss } from '../domain/format.ts';
import { median, scoreSoFar } from '../domain/score.ts';
import { EMPTY_SERIES } from '../domain/series.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import { groupId } from '../domain/variant.ts';
import { divergenceText } from './axisClipping.ts';
import type { ShownRun } from './curveRun.ts';
import type { CurveVariant } from './curveVariant.ts';
import { RATE_FORMAT } from './figure.ts';
import type { Axis, AxisClipping, ComparedVariant } from './figure.ts';
import { lossAxis } from './figureAxes.ts';
import type { FigureBody, FigureInput } from './figureInput.ts';
import type { MeasuredLine } from './measuredLine.ts';

/** How far the axis extends beyond the lowest and the highest rate, as a share of the range between them. */
const MARGIN = 0.06;

/** Of a single rate the axis reaches this many times lower and higher. */
const SINGLE_REACH = 2;

/** What a run amounts to. */
export interface RunOutcome {
  readonly run: ShownRun;
  readonly x: number;
  /** Its final loss, or its loss so far; Infinity if it diverged. */
  readonly y: number;
  readonly isFinal: boolean;
  /** How it diverged; empty if it did not. */
  readonly divergedText: string;
}

/** A figure with a point a run: its final loss at its rate. */
export function comparisonFigure(input: FigureInput): FigureBody {
  const { definition, view, variants, runs, lines, hasSeeds } = input;
  const outcomes = lines.flatMap((line) => outcomeOf(line, variants));
  const finite = outcomes.map(({ y }) => y).filter(Number.isFinite);
  const range = { lowest: Math.min(...finite), highest: Math.max(...finite) };
  const scale = view.lossScale === 'log' ? 'log' : 'linear';
  const { axis, caption } = lossAxis(input, range, scale);
  const [, top] = axis.domain;
  const clippings = outcomes.flatMap(({ run, x, y }): AxisClipping[] => {
    const kind = Number.isFinite(y) ? 'beyond' : 'nan';
    return y > top ? [{ variant: run.variantIndex, x, y: top, kind, texts: [] }] : [];
  });
  const has = (kind: AxisClipping['kind']): boolean => clippings.some((clipping) => clipping.kind === kind);
  return {
    x: rateAxis(definition.x.title, runs, variants),
    y: axis,
    main: [],
    seeds: [],
    raw: [],
    clippings,
    dots: false,
    comparison: {
      isGrouped: definition.zones !== undefined,
      variants: comparedVariants(outcomes, variants, top, definition.zones),
      losses: outcomes
        .filter(({ y }) => y <= top)
        .map(({ run, x, y, isFinal }) => ({
          x,
          y,
          variant: run.variantIndex,
          line: 0,
          run: run.index,
          seed: run.seed,
          isFinal,
        })),
    },
    remarks: [
      definition.zones ? l10n.t('Thick: the Goldilocks zone.') : '',
      hasSeeds ? l10n.t('Line: the median of the seeds; band: from the lowest to the highest seed.') : '',
      outcomes.every(({ isFinal }) => isFinal)
        ? ''
        : l10n.t('Hollow points: the loss so far of runs that have not finished.'),
      has('nan') ? l10n.t('Crosses at the top: runs that diverged: their loss became NaN or infinite.') : '',
      has('beyond') ? l10n.t('Triangles at the top: runs whose loss is higher than the axis.') : '',
    ],
    axisRemark: caption,
  };
}

/** Empty for a run of which no loss or no rate is known yet. */
export function outcomeOf({ run, divergence }: MeasuredLine, variants: readonly CurveVariant[]): RunOutcome[] {
  const x = rateOf(run, variants);
  const score = run.score ?? scoreSoFar(run.series.loss ?? EMPTY_SERIES, run.facts.unit);
  const hasDiverged = divergence !== null || score === Infinity;
  if (x === null || (Number.isNaN(score) && !hasDiverged)) return [];
  const divergedText = !hasDiverged ? '' : divergence ? divergenceText(divergence, run.facts.unit) : l10n.t('diverged');
  return [{ run, x, y: hasDiverged ? Infinity : score, isFinal: hasDiverged || run.score !== null, divergedText }];
}

function rateOf({ variantIndex, facts }: ShownRun, variants: readonly CurveVariant[]): number | null {
  return variants[variantIndex].values.rate ?? facts.rate;
}

/** From the lowest to the highest rate, of runs that wait or are hidden too, so that the axis stays. */
function rateAxis(title: string, runs: readonly ShownRun[], variants: readonly CurveVariant[]): Axis {
  const rates = runs.flatMap((run) => rateOf(run, variants) ?? []);
  const [low, high] = rates.length > 0 ? [Math.min(...rates), Math.max(...rates)] : [1e-4, 1];
  const margin = low < high ? (high / low) ** MARGIN : SINGLE_REACH;
  return { title, domain: [low / margin, high * margin], scale: 'log', format: RATE_FORMAT };
}

function comparedVariants(
  outcomes: readonly RunOutcome[],
  variants: readonly CurveVariant[],
  top: number,
  zones: FigureDefinition['zones'] = [],
): ComparedVariant[] {
  const groups = variants.map(groupId);
  return variants
    .flatMap((_, variant): ComparedVariant[] => {
      const own = outcomes.filter(({ run }) => run.variantIndex === variant);
      if (own.length === 0) return [];
      const inside = own.map(({ y }) => Math.min(y, top));
      return [
        {
          variant,
          line: 0,
          group: groups.indexOf(groups[variant]),
          x: own[0].x,
          y: Math.min(median(own.map(({ y }) => y)), top),
          low: Math.min(...inside),
          high: Math.max(...inside),
          isInZone: zones.some(
            ({ group, low, high }) => group === groups[variant] && own[0].x >= low && own[0].x <= high,
          ),
          text: textOf(own),
        },
      ];
    })
    .sort((a, b) => a.group - b.group || a.x - b.x);
}

/** "0.0712", of several seeds with the range, of those that diverged how. */
export function textOf(outcomes: readonly RunOutcome[]): string {
  const text = outcomes.length === 1 ? textOfRun(outcomes[0]) : textOfSeeds(outcomes.map(({ y }) => y));
  return outcomes.every(({ isFinal }) => isFinal) ? text : l10n.t('{0} so far', text);
}

function textOfRun({ y, divergedText }: RunOutcome): string {
  return divergedText || formatLoss(y);
}

function textOfSeeds(losses: readonly number[]): string {
  const finite = losses.filter(Number.isFinite);
  const diverged = losses.length - finite.length;
  if (finite.length === 0) return l10n.t('all {0} seeds diverged', diverged);
  const middle = median(losses);
  if (middle === Infinity) return l10n.t('{0} of {1} seeds diverged', diverged, losses.length);
  const [value, low, high] = [middle, Math.min(...finite), Math.max(...finite)].map(formatLoss);
  return diverged === 0
    ? l10n.t('{0} ({1} to {2})', value, low, high)
    : l10n.t('{0} ({1} to {2}; {3} of {4} seeds diverged)', value, low, high, diverged, losses.length);
}
