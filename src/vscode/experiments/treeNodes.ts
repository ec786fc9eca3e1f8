import type { RunOverview } from '../../domain/experiment.ts';

/** A group of the tree: the starred experiments, those whose folders were opened from elsewhere, or those of a day. */
export interface GroupNode {
  readonly kind: 'group';
  readonly name: string;
  children: readonly ExperimentNode[];
}

/** An experiment in the tree; the same object as long as its folder is there, so that a selection stays. */
export interface ExperimentNode {
  readonly kind: 'experiment';
  readonly folder: string;
  /** Which runs there are and how they are grouped, as text to compare. */
  readonly layout: string;
  readonly children: readonly (VariantNode | RunNode)[];
}

/** A variant that was trained with several seeds. */
export interface VariantNode {
  readonly kind: 'variant';
  /** Of the experiment. */
  readonly folder: string;
  /** Id of the variant. */
  readonly variant: string;
  readonly children: readonly RunNode[];
}

export interface RunNode {
  readonly kind: 'run';
  /** Of the experiment. */
  readonly folder: string;
  /** Id of its variant. */
  readonly variant: string;
  readonly index: number;
  /** Whether it stands below its variant, with other seeds. */
  readonly isSeed: boolean;
}

export type TreeNode = GroupNode | ExperimentNode | VariantNode | RunNode;

/** Makes the nodes of an experiment: its runs, those of a variant with several seeds below a node of their own. */
export function createExperimentNode(
  folder: string,
  runs: readonly Pick<RunOverview, 'index' | 'variant'>[],
): ExperimentNode {
  const variants = new Map<string, number[]>();
  for (const { index, variant } of runs) variants.set(variant, [...(variants.get(variant) ?? []), index]);
  const children = [...variants].map(([variant, indices]): VariantNode | RunNode => {
    const isSeed = indices.length > 1;
    const nodes = indices.map((index): RunNode => ({ kind: 'run', folder, variant, index, isSeed }));
    return isSeed ? { kind: 'variant', folder, variant, children: nodes } : nodes[0];
  });
  return { kind: 'experiment', folder, layout: layoutOf(runs), children };
}

/** Which runs an experiment has and how they are grouped, as text to compare. */
export function layoutOf(runs: readonly Pick<RunOverview, 'index' | 'variant'>[]): string {
  return runs.map(({ index, variant }) => `${index} ${variant}`).join('\n');
}
