import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { withDetail } from '../domain/series.ts';
import type { RunSeries } from '../domain/series.ts';
import type { Variant } from '../domain/variant.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import type { KindSummary } from '../kinds/kind.ts';
import { curveFindings, findingsOf, runVerdict } from '../kinds/runJudgement.ts';
import { isLimited, limitDomain, limitNotes, NO_LIMITS } from './axisLimits.ts';
import { lossAxisEnd } from './axisClipping.ts';
import { comparisonFigure } from './comparisonFigure.ts';
import { commonStepsPerEpoch } from './curveRun.ts';
import type { CurveRun, ShownRun } from './curveRun.ts';
import { curveVariants } from './curveVariant.ts';
import type { CurveVariant } from './curveVariant.ts';
import { epochFigure } from './epochFigure.ts';
import type { Figure, VariantPoint } from './figure.ts';
import type { FigureInput } from './figureInput.ts';
import { findingMarks } from './findingMarks.ts';
import { dependsOnLines } from './figureAxes.ts';
import { linesNote } from './figureNotes.ts';
import { heatMapFigure } from './heatMapFigure.ts';
import { Divergences, measuredLines } from './measuredLine.ts';
import { sampleFigure } from './sampleFigure.ts';
import { alongUnit, offeredUnits } from './progressUnit.ts';
import { DEFAULT_VIEW } from './view.ts';
import type { CurveView } from './view.ts';
import { omitUnplottable, zoomTo } from './visiblePart.ts';

/** An experiment ready to be drawn: plain data without NaN or infinities, so that it survives JSON. */
export interface Curves {
  readonly variants: readonly CurveVariant[];
  readonly figures: readonly Figure[];
}

/** What curves are created from. */
export interface CurveInput {
  readonly variants: readonly Variant[];
  readonly runs: readonly CurveRun[];
  readonly definitions: readonly FigureDefinition[];
  /** Parts of the runs' series in more detail, by the name of the figure that shows them; of each run in their order. */
  readonly details?: ReadonlyMap<string, readonly RunSeries[]>;
  /** Whether the variants are groups of runs that differ in more than their seed. */
  readonly isGrouped?: boolean;
}

/** The curves of an experiment. A run without a result has no lines yet, but its variant has a colour, so that colours stay when it ends. */
export function curvesOf(
  { variants, runs }: ExperimentOverview,
  summary: KindSummary,
  definitions: readonly FigureDefinition[],
): Curves {
  const curveRuns = runs.map((run): CurveRun => {
    const { variant, seed, facts, result } = run;
    const findings = findingsOf(run, result?.findings ?? [], summary);
    return {
      variant,
      seed,
      facts,
      verdict: result && runVerdict(run, findings, summary),
      findings: curveFindings(result?.findings ?? [], summary),
      ended: result !== null,
      initialLoss: result?.initialLoss ?? null,
      score: result?.score ?? null,
      epochs: result?.epochs ?? [],
      series: result?.series ?? {},
    };
  });
  return shapeCurves({ variants, runs: curveRuns, definitions });
}

/** Creates the figures of runs in a view. */
export function shapeCurves(
  { variants, runs, definitions, details, isGrouped = false }: CurveInput,
  view: CurveView = DEFAULT_VIEW,
): Curves {
  const shown = curveVariants(variants, runs);
  const places = new Map(shown.map(({ id }, index) => [id, index]));
  const placed = runs.map((run, index): ShownRun => {
    return { ...run, index, variantIndex: places.get(run.variant) ?? -1 };
  });
  const ofCurves = { ...view, hidden: [...view.hidden, ...view.undrawn] };
  const divergences = new Divergences();
  const lossEnd = lossAxisEnd(runs);
  const [first] = runs;
  const unit = offeredUnits(runs, view.hidden).includes(view.unit) ? view.unit : 'step';
  const figures = definitions.map((planned) => {
    const definition = alongUnit(planned, unit);
    const quantity = {
      kind: definition.x.kind,
      unit: first?.facts.unit ?? 'step',
      stepsPerEpoch: commonStepsPerEpoch(runs),
    };
    const detailed = withDetails(placed, details?.get(definition.name) ?? []);
    const isComparison = definition.points === 'runs' || definition.points === 'cells';
    const own = isComparison ? view : ofCurves;
    const hidden = new Set(own.hidden);
    const isShown = ({ variant }: ShownRun): boolean => !hidden.has(variant);
    // Of a thousand runs few may be shown.
    const needed = dependsOnLines(definition, quantity) ? detailed : detailed.filter(isShown);
    const allLines = measuredLines(definition, needed, quantity, divergences);
    const lines = allLines.filter(({ run }) => isShown(run));
    const firstLines = lines.filter(({ line }) => line === 0);
    const hasSeeds = new Set(firstLines.map(({ run }) => run.variant)).size < firstLines.length;
    return shapeFigure({
      definition,
      view: own,
      limits: view.limits[definition.name] ?? NO_LIMITS,
      variants: shown,
      runs: placed,
      quantity,
      allLines,
      lines,
      lossEnd,
      hasSeeds,
      isGrouped,
    });
  });
  return { variants: shown, figures };
}

/** The runs with the parts of their series that are known in more detail. */
function withDetails(runs: readonly ShownRun[], details: readonly RunSeries[]): readonly ShownRun[] {
  return runs.map((run) => {
    const parts = Object.entries(details.at(run.index) ?? {}).flatMap(([metric, detail]) => {
      const series = run.series[metric];
      return series && detail ? [[metric, withDetail(series, detail)] as const] : [];
    });
    return parts.length === 0 ? run : { ...run, series: { ...run.series, ...Object.fromEntries(parts) } };
  });
}

/** What creates a figure, by the kind of its points. */
const FIGURES = { epochs: epochFigure, samples: sampleFigure, runs: comparisonFigure, cells: heatMapFigure } as const;

function shapeFigure(input: FigureInput): Figure {
  const { definition, view, limits, quantity, runs, isGrouped } = input;
  const { remarks, axisRemark, ...body } = FIGURES[definition.points](input);
  const zoom = view.zooms[definition.name];
  const chosen = { x: limitDomain(body.x.domain, limits.x, body.x.scale), y: body.y.domain };
  const published = publishedPoints(input, chosen.x[1]);
  const { name, title, help, reference, marks } = definition;
  const figure: Figure = {
    name,
    title,
    help,
    caption: [
      definition.caption,
      linesNote(input),
      ...remarks,
      // The reader has chosen other ends.
      zoom ? '' : axisRemark,
      isLimited(limits) && !zoom ? l10n.t('The axes end where you set them.') : '',
      published.length > 0
        ? l10n.t('Hollow circles: the values from the article “{0}”.', definition.article ?? '')
        : '',
    ]
      .filter(Boolean)
      .join(' '),
    quantity,
    ...body,
    clippings: body.clippings.map((clipping) => ({ ...clipping, y: Math.min(clipping.y, body.y.domain[1]) })),
    lines: definition.lines.map(({ label }) => label),
    published,
    marks: [...marks, ...findingMarks(input)],
    reference,
    ...(isGrouped && { runNames: runs.map(({ name = '' }) => name) }),
    notes: limitNotes(limits, body),
  };
  const plottable = omitUnplottable(figure);
  return zoom || isLimited(limits) ? zoomTo(plottable, zoom ?? chosen) : plottable;
}

/** What was published for the variants that are shown, as far as the axis reaches. */
function publishedPoints({ definition, variants, view }: FigureInput, end: number): VariantPoint[] {
  return definition.published.flatMap(({ variant: id, x, y }) => {
    const variant = variants.findIndex((candidate) => candidate.id === id);
    return variant < 0 || view.hidden.includes(id) || x > end ? [] : { variant, line: 0, x, y };
  });
}
