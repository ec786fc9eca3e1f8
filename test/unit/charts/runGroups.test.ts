import assert from 'node:assert/strict';
import { shapeCurves } from '../../../src/charts/curves.ts';
import type { CurveInput } from '../../../src/charts/curves.ts';
import type { CurveRun } from '../../../src/charts/curveRun.ts';
import { curveVariants } from '../../../src/charts/curveVariant.ts';
import { variantColours } from '../../../src/charts/colour.ts';
import { figureCsv } from '../../../src/charts/csv.ts';
import { FigureReader } from '../../../src/charts/reading.ts';
import { groupRuns, groupsOf, LEFT_OUT, offeredColumns } from '../../../src/charts/runGroups.ts';
import type { GroupColumn } from '../../../src/charts/runGroups.ts';
import { LIGHT_PALETTE } from '../../../src/charts/theme.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { RunFacts } from '../../../src/domain/runFacts.ts';
import { curveRunOf, definitionOf } from './inputs.ts';
import { findingOf } from './samples.ts';

/** Without smoothing, so that lines end where they were measured. */
const VIEW = { ...DEFAULT_VIEW, smoothingWindow: 0 };

/** Logs that were opened together: a variant each. */
function logs(...all: readonly [label: string, facts: Partial<RunFacts>, loss?: number][]): CurveInput {
  return {
    variants: all.map(([label], index) => ({ id: String(index), label, values: {} })),
    runs: all.map(([, facts, loss = 1], index) =>
      curveRunOf(String(index), [2, loss], { facts: { ...NO_FACTS, ...facts } }),
    ),
    definitions: [definitionOf()],
  };
}

const grouped = (input: CurveInput, column: GroupColumn, isLeftOut: (run: CurveRun) => boolean = () => false) =>
  groupRuns(input, groupsOf(input, column), isLeftOut);

const listed = (input: CurveInput, column: GroupColumn): [string, number][] =>
  groupsOf(input, column).map(({ label, runs }) => [label, runs.length]);

describe('groups of runs', () => {
  const three = logs(
    ['sgd/a', { optimizer: 'sgd', rate: 0.1, batchSize: 1024 }, 1],
    ['adam/b', { optimizer: 'adam', rate: 0.01, batchSize: 64 }, 0.5],
    ['sgd/c', { optimizer: 'sgd', rate: 0.01 }, 0.6],
  );

  it('have a value of a column in common, whatever is written alike', () => {
    assert.deepEqual(listed(three, 'optimizer'), [
      ['sgd', 2],
      ['adam', 1],
    ]);
    assert.deepEqual(listed(three, 'folder'), [
      ['sgd', 2],
      ['adam', 1],
    ]);
    assert.deepEqual(listed(logs(['a', { rate: 1e-3 }], ['b', { rate: 0.00100000001 }]), 'rate'), [['0.001', 2]]);
  });

  it('are in the order of their numbers, and last is what is not known', () => {
    assert.deepEqual(
      listed(three, 'rate').map(([label]) => label),
      ['0.01', '0.1'],
    );
    assert.deepEqual(
      listed(three, 'batchSize').map(([label]) => label),
      ['64', '1,024', 'unknown'],
    );
  });

  it('have colours by rate on a logarithmic scale', () => {
    const rates = [1e-3, 0.1, 1e-2, 0.1];
    const groups = groupsOf(logs(...rates.map((rate) => ['run', { rate }] as [string, Partial<RunFacts>])), 'rate');
    const colours = variantColours(curveVariants(groups, []), LIGHT_PALETTE, '#ffffff');
    const alone = [1e-3, 1e-2, 0.1].map((rate) => ({ values: { rate } }));
    assert.deepEqual(colours, variantColours(alone, LIGHT_PALETTE, '#ffffff'));
  });

  it('are offered where they look different from the variants', () => {
    assert.deepEqual(offeredColumns(three), ['rate', 'optimizer', 'folder']);
    assert.deepEqual(offeredColumns(logs(['a', { rate: 0.1 }], ['b', { rate: 0.2 }])), ['rate']);
    const atRates = [0.1, 0.2].map((rate) => ({ id: String(rate), label: String(rate), values: { rate } }));
    const runs = atRates.flatMap(({ id }) => [1, 2].map((seed) => curveRunOf(id, [2, 1], { seed })));
    const sweep = { variants: atRates, runs, definitions: [] };
    assert.deepEqual(offeredColumns(sweep), ['seed'], 'the variants of a sweep are its rates');
    assert.deepEqual(offeredColumns({ variants: [], runs: [] }), []);
  });

  it('are drawn as one line, the median of their runs, with each run thin', () => {
    const { figures, variants } = shapeCurves(grouped(three, 'optimizer'), VIEW);
    const [figure] = figures;
    const ends = figure.main.filter(({ x }) => x === 1).map(({ variant, y }) => [variants[variant].label, y]);
    assert.deepEqual(ends, [
      ['sgd', 0.8],
      ['adam (adam/b)', 0.5],
    ]);
    assert.deepEqual(new Set(figure.seeds.map(({ run }) => run)), new Set([0, 1, 2]));
    assert.match(figure.caption, /Bold: the median of the runs of each group; thin: each run\./);
  });

  it('are read with the names of the lowest and the highest run', () => {
    const { figures, variants } = shapeCurves(grouped(three, 'optimizer'), VIEW);
    const [sgd] = new FigureReader(figures[0], variants).at(1);
    assert.equal(sgd.text, '0.8 (sgd/c: 0.6 to sgd/a: 1)');
  });

  it('leave out runs, and name the one that is left', () => {
    const input = grouped(three, 'optimizer', ({ variant }) => variant === '0');
    const view = { ...VIEW, hidden: [LEFT_OUT] };
    const { figures, variants } = shapeCurves(input, view);
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['sgd (sgd/c)', 'adam (adam/b)'],
    );
    assert.equal(figures[0].seeds.length, 0);
  });

  it('name the run of each finding, and count runs where lines leave the plot', () => {
    const bad = (index: number): CurveInput['runs'][number] => ({
      ...curveRunOf(String(index), [2, NaN], { facts: { ...NO_FACTS, optimizer: 'sgd' } }),
      findings: [{ ...findingOf(['nan', 'rate-too-high', 'It is NaN.']), fromStep: 1, toStep: 1 }],
    });
    const input = {
      ...three,
      runs: [bad(0), three.runs[1], three.runs[2]],
      definitions: [definitionOf({ showsFindings: true })],
    };
    const [figure] = shapeCurves(grouped(input, 'optimizer'), VIEW).figures;
    assert.match(figure.marks[0].detail!, /^sgd\/a: /);
    assert.match(figure.clippings[0].texts[0], /^sgd: NaN at step 1 \(1 of 2 runs\)$/);
    const both = { ...input, runs: [bad(0), three.runs[1], bad(2)] };
    const [{ clippings }] = shapeCurves(grouped(both, 'optimizer'), VIEW).figures;
    assert.match(clippings[0].texts[0], /\(both runs\)$/);
  });

  it('are exported with the name of each run', () => {
    const { figures, variants } = shapeCurves(grouped(three, 'optimizer'), VIEW);
    const lines = figureCsv(figures[0], variants).split('\n');
    assert.equal(lines[0], 'line,variant,run,seed,step,training_loss');
    assert.ok(lines.includes('run,sgd,sgd/c,,1,0.6'), lines.join('\n'));
  });

  it('tell the seeds of a variant apart', () => {
    const variants = [0.1, 0.2].map((rate) => ({ id: String(rate), label: String(rate), values: { rate } }));
    const runs = variants.flatMap(({ id }) => [1, 2].map((seed) => curveRunOf(id, [2, 1], { seed })));
    const input = groupRuns({ variants, runs, definitions: [] }, groupsOf({ variants, runs }, 'seed'), () => false);
    assert.deepEqual(
      input.runs.map(({ variant, name }) => [variant, name]),
      [
        ['seed=1', '0.1, seed 1'],
        ['seed=2', '0.1, seed 2'],
        ['seed=1', '0.2, seed 1'],
        ['seed=2', '0.2, seed 2'],
      ],
    );
  });
});
