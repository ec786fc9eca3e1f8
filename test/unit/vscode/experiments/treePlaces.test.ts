import assert from 'node:assert/strict';
import { ExperimentLibrary } from '../../../../src/app/experimentLibrary.ts';
import type { TrainingEnvironment } from '../../../../src/app/training.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
import type { FollowedEvent } from '../../../../src/logs/followLogs.ts';
import type { RunNode, TreeNode } from '../../../../src/vscode/experiments/treeNodes.ts';
import { temporaryFolders } from '../../../support/folders.ts';
import { placesIn } from '../../app/sites/placesIn.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

const PROGRAM = 'import torch\noptimizer = torch.optim.SGD(torch.nn.Linear(2, 1).parameters(), lr=3.0)\n';
const ENVIRONMENT = { window: 'here', runner: { name: 'workers' } } as unknown as TrainingEnvironment;

describe('the tooltip of a run in the tree', () => {
  const newFolder = temporaryFolders();
  let ExperimentTree: (typeof import('../../../../src/vscode/experiments/experimentTree.ts'))['ExperimentTree'];
  before(async () => {
    ({ ExperimentTree } = await withoutVscode(() => import('../../../../src/vscode/experiments/experimentTree.ts')));
  });

  /** The library with a run at a rate. */
  async function trainedAt(rate: number): Promise<ExperimentLibrary> {
    const library = new ExperimentLibrary(newFolder(), ENVIRONMENT);
    const { ended } = await library.follow({
      name: 'python train.py',
      place: null,
      places: placesIn(PROGRAM),
      async *events() {
        const tell = (event: FollowedEvent['event']): FollowedEvent => ({ id: 'a', name: 'a', event });
        yield tell({ type: 'started', run: 'a', facts: { ...NO_FACTS, rate } });
        yield tell({ type: 'samples', samples: [{ step: 1, loss: 2 }] });
      },
    });
    await ended;
    return library;
  }

  function runIn(nodes: readonly TreeNode[]): RunNode {
    for (let [node] = nodes; ; [node] = node.children) if (node.kind === 'run') return node;
  }

  async function tooltipAt(rate: number): Promise<readonly unknown[]> {
    const asked: string[] = [];
    const fail = (error: unknown): never => assert.fail(String(error));
    const tree = new ExperimentTree(await trainedAt(rate), fail, undefined, async ({ text }) => {
      asked.push(text);
      return `Trained with ${text}.`;
    });
    const node = runIn(await tree.getChildren());
    const item = tree.getTreeItem(node);
    assert.deepEqual(asked, []);
    const before = item.tooltip;
    return [before, (await tree.resolveTreeItem(item, node)).tooltip];
  }

  it('ends with the place of its number, which is looked for only then', async () => {
    const [before, tooltip] = await tooltipAt(3);
    assert.equal(before, undefined);
    assert.match(String(tooltip), /^.*: .+\n(.*\n)*Trained with 3\.0\.$/);
  });

  it('is complete at once where it is tied to none', async () => {
    const [before, tooltip] = await tooltipAt(7);
    assert.equal(typeof before, 'string');
    assert.equal(tooltip, before);
  });
});
