import type { Import } from '../syntax/facts.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { childByField } from '../syntax/sourceNode.ts';

/** The names that an import statement binds. */
export function importsOf(node: SourceNode, textOf: (node: SourceNode) => string): Import[] {
  const module = childByField(node, 'module_name');
  const prefix = module ? textOf(module) : '';
  const qualify = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
  return node.children.flatMap((child) => {
    if (child === module) return [];
    if (child.type === 'wildcard_import') return { local: '*', target: prefix };
    if (child.type === 'aliased_import') {
      const name = childByField(child, 'name');
      const alias = childByField(child, 'alias');
      return name && alias ? { local: textOf(alias), target: qualify(textOf(name)) } : [];
    }
    if (child.type !== 'dotted_name') return [];
    const name = textOf(child);
    // `import torch.optim` binds `torch`.
    return module ? { local: name, target: qualify(name) } : { local: name.split('.')[0], target: name.split('.')[0] };
  });
}
