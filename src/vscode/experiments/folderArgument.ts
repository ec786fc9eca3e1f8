import type { PanelSelection } from '../../protocol/panel.ts';
import type { TreeNode } from './treeNodes.ts';

/** What carries an experiment's folder: an item of the tree or of a quick pick. */
export interface WithFolder {
  readonly folder: string;
}

/** The experiment's folder that a command was given, by a program as a path or by the tree as an item. */
export function folderOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const folder = (argument as Partial<WithFolder> | null | undefined)?.folder;
  return typeof folder === 'string' ? folder : undefined;
}

/**
 * What the panel is to show alone: the variant or run that the tree gave, or the run with a step that a link in the code gave; null for an
 * experiment, undefined for anything else.
 */
export function selectionOf(argument: unknown): PanelSelection | null | undefined {
  const node = argument as (Partial<TreeNode> & { readonly step?: number }) | null | undefined;
  switch (node?.kind) {
    case 'experiment':
      return null;
    case 'variant':
      return { variant: node.variant!, run: null };
    case 'run':
      return { variant: node.variant!, run: node.index!, ...(node.step !== undefined && { step: node.step }) };
    default:
      return undefined;
  }
}
