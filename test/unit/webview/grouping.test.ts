import assert from 'node:assert/strict';
import { shapeCurves } from '../../../src/charts/curves.ts';
import type { CurveInput } from '../../../src/charts/curves.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import { curveView, groupedCurves, hiddenVariants } from '../../../webview/curveView.ts';
import {
  chosenGroups,
  coloursInGroups,
  groupsAsHidden,
  groupVariants,
  isListedGroup,
  withHiddenGroups,
} from '../../../webview/grouping.ts';
import { DEFAULT_SETTINGS, readSettings, settingsFor, settingsForSelection } from '../../../webview/settings.ts';
import type { Settings } from '../../../webview/settings.ts';
import { curveRunOf, definitionOf } from '../charts/inputs.ts';

const NAMES = ['a', 'b', 'c', 'd'];
const ALL = new Set(NAMES);
const INPUT: CurveInput = {
  variants: NAMES.map((id) => ({ id, label: id, values: {} })),
  runs: NAMES.map((id, index) =>
    curveRunOf(id, [2, 1], {
      facts: { ...NO_FACTS, optimizer: index % 2 ? 'adam' : 'sgd' },
      verdict: index === 3 ? 'nan' : 'healthy',
    }),
  ),
  definitions: [definitionOf()],
};
const SETTINGS: Settings = { ...DEFAULT_SETTINGS, groupBy: 'optimizer', smoothing: 0 };

/** The names of the lines that are drawn, bold and thin. */
function drawn(changes: Partial<Settings>, ids: ReadonlySet<string> = ALL): { bold: string[]; thin: string[] } {
  const settings = { ...SETTINGS, ...changes };
  const view = curveView(settings, INPUT, ids, 800);
  const { variants, figures } = shapeCurves(
    ...groupedCurves(INPUT, view, chosenGroups(settings, INPUT)!, settings, 800),
  );
  const [figure] = figures;
  return {
    bold: [...new Set(figure.main.map(({ variant }) => variants[variant].label))],
    thin: [...new Set(figure.seeds.map(({ run }) => figure.runNames![run]))],
  };
}

describe('curves grouped by a column', () => {
  it('are drawn one a group, but for the runs that are hidden, filtered or too many', () => {
    assert.deepEqual(drawn({}), { bold: ['sgd', 'adam'], thin: NAMES });
    assert.deepEqual(drawn({ hidden: ['a', 'b'] }), { bold: ['sgd (c)', 'adam (d)'], thin: [] });
    assert.deepEqual(drawn({ filter: 'healthy' }), { bold: ['sgd', 'adam (b)'], thin: ['a', 'b', 'c'] });
    assert.deepEqual(drawn({}, new Set(['a', 'c'])), { bold: ['sgd'], thin: ['a', 'c'] });
  });

  it('are hidden by the group, but for a baseline in it', () => {
    const hiddenGroups = ['optimizer=sgd'];
    assert.deepEqual(drawn({ hiddenGroups }), { bold: ['adam'], thin: ['b', 'd'] });
    assert.deepEqual(drawn({ hiddenGroups, baselines: ['c'] }).bold, ['sgd (c)', 'adam']);
    assert.deepEqual([...hiddenVariants({ ...SETTINGS, hiddenGroups }, INPUT)], ['a', 'c']);
    assert.deepEqual([...hiddenVariants({ ...SETTINGS, hiddenGroups, groupBy: 'none' }, INPUT)], []);
  });

  it('are listed with what is hidden of them', () => {
    const groups = chosenGroups(SETTINGS, INPUT)!;
    const hiddenOf = (hiddenGroups: readonly string[], hidden: readonly string[]) =>
      groupsAsHidden(groups, { hiddenGroups }, new Set(hidden)).hidden;
    assert.deepEqual(hiddenOf(['optimizer=sgd'], []), ['optimizer=sgd']);
    assert.deepEqual(hiddenOf([], ['b', 'd']), ['optimizer=adam']);
    assert.deepEqual(hiddenOf([], ['b']), []);
  });

  it('are listed as far as the filter lists their runs', () => {
    const groups = chosenGroups(SETTINGS, INPUT)!;
    assert.deepEqual(isListedGroup(groups, new Set(['a', 'c'])), [true, false]);
    assert.deepEqual(isListedGroup(groups, new Set(['c', 'd'])), [true, true]);
  });

  it('stay without the runs that were hidden one by one when a group is hidden, until it or all are shown again', () => {
    const groups = chosenGroups(SETTINGS, INPUT)!;
    const hiddenWith = (hiddenGroups: readonly string[], hidden: readonly string[]) =>
      withHiddenGroups(hiddenGroups, groups, { hidden });
    const sgd = ['optimizer=sgd'];
    assert.deepEqual(hiddenWith(sgd, ['b']), { hiddenGroups: sgd, hidden: ['b'] });
    assert.deepEqual(hiddenWith(sgd, ['b', 'd', 'a']), { hiddenGroups: sgd, hidden: ['a'] });
    assert.deepEqual(hiddenWith([], ['b']), { hiddenGroups: [], hidden: [] });
  });

  it('are not grouped by a column that would change nothing', () => {
    assert.equal(chosenGroups({ groupBy: 'seed' }, INPUT), null);
    assert.equal(chosenGroups({ groupBy: 'none' }, INPUT), null);
  });

  it('do not repeat the verdict that groups are named for', () => {
    const listed = groupVariants(chosenGroups({ groupBy: 'verdict' }, INPUT)!);
    assert.deepEqual(
      listed.map(({ label, verdictText }) => [label, verdictText]),
      [
        ['healthy', ''],
        ['NaN', ''],
      ],
    );
    const [sgd, adam] = groupVariants(chosenGroups(SETTINGS, INPUT)!);
    assert.deepEqual([sgd.verdictText, adam.verdictText], ['healthy', '']);
  });

  it('give their colours to their runs, but not to a variant with runs in several groups', () => {
    const groups = chosenGroups(SETTINGS, INPUT)!;
    assert.deepEqual(coloursInGroups(INPUT.variants, groups, ['red', 'blue'], 'grey'), ['red', 'blue', 'red', 'blue']);
    const seeds = [1, 2].map((seed) => curveRunOf('a', [1], { seed }));
    const apart = seeds.map((run) => ({ id: '', label: '', values: {}, runs: [run] }));
    assert.deepEqual(coloursInGroups(INPUT.variants.slice(0, 1), apart, ['red', 'blue'], 'grey'), ['grey']);
  });

  it('stay so in another experiment, where all groups are shown, and show the run that is clicked in a list', () => {
    const hidden = { ...SETTINGS, hiddenGroups: ['optimizer=sgd'] };
    const other = settingsFor('/another', hidden);
    assert.deepEqual([other.groupBy, other.hiddenGroups], ['optimizer', []]);
    assert.deepEqual(settingsForSelection(hidden, { variant: 'a', run: 0 }, NAMES).hiddenGroups, []);
    assert.equal(readSettings(hidden).groupBy, 'optimizer');
    assert.equal(readSettings({}).groupBy, 'none');
  });
});
