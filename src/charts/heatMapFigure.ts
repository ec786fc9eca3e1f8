import * as l10n from '@vscode/l10n';
import { formatLoss } from '../domain/format.ts';
import { median } from '../domain/score.ts';
import { groupId } from '../domain/variant.ts';
import { outcomeOf, textOf } from './comparisonFigure.ts';
import type { RunOutcome } from './comparisonFigure.ts';
import type { CurveVariant } from './curveVariant.ts';
import { RATE_FORMAT } from './figure.ts';
import type { Axis, ComparedVariant, HeatCell } from './figure.ts';
import type { FigureBody, FigureInput } from './figureInput.ts';
import { groupBy } from './groupBy.ts';

/** Of a single row or column the cells reach so many times as far. */
const SINGLE_REACH = 2;

/** What stands in a cell without a finite loss. */
const DIVERGED = '×';

/** A figure with a cell a variant: its rate across, its batch size up, the shade and the number its final loss. */
export function heatMapFigure(input: FigureInput): FigureBody {
  const { definition, variants, runs, lines, hasSeeds } = input;
  const outcomes = groupBy(
    lines.flatMap((line) => outcomeOf(line, variants)),
    ({ run }) => run.variantIndex,
  );
  const initial = median(runs.flatMap(({ initialLoss }) => initialLoss ?? []));
  const scores = new Map([...outcomes].map(([variant, own]) => [variant, median(own.map(({ y }) => y))]));
  const best = Math.min(...scores.values());
  const [columns, rows] = [edgesOf(variants, 'rate'), edgesOf(variants, 'batchSize')];
  const cells = [...scores].flatMap(([variant, score]): HeatCell[] => {
    const { rate, batchSize } = variants[variant].values;
    const [column, row] = [columns.get(rate ?? NaN), rows.get(batchSize ?? NaN)];
    if (rate === undefined || batchSize === undefined || !column || !row) return [];
    const isFinite = Number.isFinite(score);
    return [
      {
        variant,
        x: rate,
        y: batchSize,
        left: column[0],
        right: column[1],
        bottom: row[0],
        top: row[1],
        loss: isFinite ? score : null,
        quality: isFinite ? qualityOf(score, best, initial) : 0,
        label: isFinite ? formatLoss(Number(score.toPrecision(2))) : DIVERGED,
      },
    ];
  });
  return {
    x: axisOf(definition.x.title, columns, RATE_FORMAT),
    y: { ...axisOf(definition.y.title, rows, 'd'), ticks: [...rows.keys()].sort((a, b) => a - b) },
    main: [],
    seeds: [],
    raw: [],
    clippings: [],
    dots: false,
    comparison: { isGrouped: false, variants: comparedCells(cells, variants, outcomes), losses: [] },
    heatMap: {
      valueTitle: l10n.t('final training loss'),
      cells,
      guides: definition.guides ?? [],
      bests: definition.bests ?? [],
    },
    remarks: [
      hasSeeds ? l10n.t('Each number is the median of the seeds.') : '',
      cells.some(({ loss }) => loss === null) ? l10n.t('×: diverged.') : '',
    ],
    axisRemark: '',
  };
}

/** 1 for the best loss, 0 for one that is no lower than before training, in between by their logarithms: small losses differ in factors. */
function qualityOf(loss: number, best: number, initial: number): number {
  if (!(best < initial) || best <= 0) return loss === best ? 1 : 0;
  return Math.min(1, Math.max(0, Math.log(initial / loss) / Math.log(initial / best)));
}

/** Where the cell of each value ends on a logarithmic axis: halfway to its neighbours, and as far beyond the last ones. */
function edgesOf(
  variants: readonly CurveVariant[],
  setting: 'rate' | 'batchSize',
): ReadonlyMap<number, readonly [number, number]> {
  const values = [...new Set(variants.flatMap(({ values: { [setting]: value } }) => value ?? []))].sort(
    (a, b) => a - b,
  );
  const between = (index: number): number => Math.sqrt(values[index] * values[index + 1]);
  const last = values.length - 1;
  return new Map(
    values.map((value, index) => {
      const low = index > 0 ? between(index - 1) : last > 0 ? value ** 2 / between(0) : value / SINGLE_REACH;
      const high = index < last ? between(index) : last > 0 ? value ** 2 / between(last - 1) : value * SINGLE_REACH;
      return [value, [low, high] as const];
    }),
  );
}

function axisOf(title: string, edges: ReadonlyMap<number, readonly [number, number]>, format: string): Axis {
  const ends = [...edges.values()].flat();
  const domain = ends.length > 0 ? ([Math.min(...ends), Math.max(...ends)] as const) : ([1, 10] as const);
  return { title, domain, scale: 'log', format };
}

/** What is read at each rate: a value a batch size. */
function comparedCells(
  cells: readonly HeatCell[],
  variants: readonly CurveVariant[],
  outcomes: ReadonlyMap<number, readonly RunOutcome[]>,
): ComparedVariant[] {
  const groups = variants.map(groupId);
  return cells.map(({ variant, x, y }) => ({
    variant,
    line: 0,
    group: groups.indexOf(groups[variant]),
    x,
    y,
    low: y,
    high: y,
    isInZone: false,
    text: textOf(outcomes.get(variant) ?? []),
  }));
}
