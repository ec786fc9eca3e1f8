import type { TreeItem } from 'vscode';
import { createEntry } from '../../../../src/app/experimentEntry.ts';
import type { ExperimentOverview } from '../../../../src/domain/experiment.ts';
import { createExperimentNode } from '../../../../src/vscode/experiments/treeNodes.ts';
import type { RunNode } from '../../../../src/vscode/experiments/treeNodes.ts';
import type { Surface } from '../surface.ts';
import { withoutVscode } from '../vscodeStandIn.ts';
import { shownExperiments, COMPARED_NAMES } from './shownExperiments.ts';

const FOLDER = '/-';

function textsOf({ label, description, tooltip, accessibilityInformation, command }: TreeItem): string[] {
  const texts = [label, description, tooltip, accessibilityInformation?.label, command?.title];
  return texts.flatMap((text) =>
    typeof text === 'object' ? ('value' in text ? text.value : text.label) : String(text ?? ''),
  );
}

/** An experiment of each kind and its runs, and one that cannot be shown. */
export const experimentsView: Surface = {
  sources: ['src/vscode/experiments/days.ts', 'src/vscode/experiments/treeItems.ts'],
  names: [
    ...COMPARED_NAMES,
    ...['MNIST', 'Adam', 'SGD', 'NaN', 'Infinity', 'wasm', 'tensorflow', 'Goldilocks', 'new'],
    ...['version_0', 'metrics.csv', 'log.csv', 'output', 'convolution1'],
  ],
  texts: async () => {
    const [{ experimentItem, variantItem, runItem }, { dayNames }] = await withoutVscode(() =>
      Promise.all([
        import('../../../../src/vscode/experiments/treeItems.ts'),
        import('../../../../src/vscode/experiments/days.ts'),
      ]),
    );
    const [anyExperiment] = Object.values(shownExperiments());
    const unknown: ExperimentOverview = { ...anyExperiment, record: { ...anyExperiment.record, kind: 'new' } };
    const entries = [...Object.values(shownExperiments()), unknown].map((overview) => createEntry(FOLDER, overview));
    const items = entries.flatMap((entry) => {
      const node = createExperimentNode(FOLDER, entry.overview?.runs ?? []);
      const experiment = experimentItem(node, entry, undefined, true);
      if (entry.problem !== null) return [experiment];
      const runItems = (runs: readonly RunNode[]): TreeItem[] =>
        runs.map((run) => runItem(run, entry.overview.runs[run.index], entry, undefined));
      return [
        experiment,
        ...node.children.flatMap((child) =>
          child.kind === 'run' ? runItems([child]) : [variantItem(child, entry), ...runItems(child.children)],
        ),
      ];
    });
    const started = new Date(anyExperiment.record.createdAt).getTime();
    const names = [0, 1, 2].map((days) => dayNames(new Date(started + days * 24 * 3600 * 1000))(entries[0]));
    return [...items.flatMap(textsOf), ...names, dayNames()(createEntry(FOLDER, unknown))];
  },
};
