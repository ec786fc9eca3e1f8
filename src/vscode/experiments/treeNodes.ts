/** A day in the tree. */
export interface DayNode {
  readonly kind: 'day';
  readonly name: string;
  children: readonly ExperimentNode[];
}

/** An experiment in the tree; the same object as long as its folder is there, so that a selection stays. */
export interface ExperimentNode {
  readonly kind: 'experiment';
  readonly folder: string;
  readonly children: readonly RunNode[];
}

export interface RunNode {
  readonly kind: 'run';
  /** Of the experiment. */
  readonly folder: string;
  readonly index: number;
}

export type TreeNode = DayNode | ExperimentNode | RunNode;
