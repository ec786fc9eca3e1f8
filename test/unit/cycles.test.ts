import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');
const ROOMS = ['src', 'webview'];

/** What each file or folder imports, type imports included. */
type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

describe('imports', () => {
  const files = readImports(ROOMS.flatMap(sourceFiles));

  it('form no cycle between files', () => assert.deepEqual(findCycles(files), []));

  it('form no cycle between the folders of src/code', () => {
    const inCode = new Map([...files].filter(([file]) => file.startsWith('src/code/')));
    assert.deepEqual(findCycles(groupByFolder(inCode)), []);
  });

  it('are all read, and a cycle is found', () => {
    const source = "import a from './a.ts';\nexport type { B } from './b.ts';\ntype C = import('./c.ts').C;";
    assert.deepEqual(importsIn('src/x.ts', `${source}\nawait import('./d.ts');\nimport 'node:fs';`), [
      'src/a.ts',
      'src/b.ts',
      'src/c.ts',
      'src/d.ts',
    ]);
    const graph = { a: ['b'], b: ['c', 'd'], c: ['d'], d: ['b'], e: ['a'] };
    const cycles = findCycles(new Map(Object.entries(graph).map(([from, to]) => [from, new Set(to)])));
    assert.deepEqual(cycles, ['b, c, d']);
  });
});

function sourceFiles(room: string): string[] {
  return readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(room, name.replaceAll(path.sep, '/')))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('src/training/wasm/assembly/'));
}

function readImports(files: readonly string[]): ImportGraph {
  return new Map(files.map((file) => [file, new Set(importsIn(file, readFileSync(path.join(ROOT, file), 'utf8')))]));
}

/** The files of the project that a file imports, re-exports or refers to by `import()`, as paths from the root. */
function importsIn(file: string, text: string): string[] {
  const imported: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
            ? node.arguments[0]
            : undefined;
    if (specifier && ts.isStringLiteral(specifier) && specifier.text.startsWith('.'))
      imported.push(path.posix.join(path.posix.dirname(file), specifier.text));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return imported;
}

/** The same for folders; what lies in the room's own folder is left out. */
function groupByFolder(files: ImportGraph): ImportGraph {
  const folders = new Map<string, Set<string>>();
  const folderOf = (file: string) => file.split('/').slice(0, 3).join('/');
  for (const [file, imported] of files) {
    const folder = folderOf(file);
    if (folder === file) continue;
    const others = [...imported].filter((other) => files.has(other) && folderOf(other) !== other).map(folderOf);
    folders.set(folder, new Set([...(folders.get(folder) ?? []), ...others.filter((other) => other !== folder)]));
  }
  return folders;
}

/** Groups of nodes that all import one another, directly or not (Tarjan 1972: strongly connected components). */
function findCycles(graph: ImportGraph): string[] {
  const indices = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[] = [];
  const visit = (node: string): void => {
    indices.set(node, indices.size);
    lowest.set(node, indices.get(node)!);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!indices.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== indices.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1) cycles.push(component.toSorted().join(', '));
  };
  for (const node of graph.keys()) if (!indices.has(node)) visit(node);
  return cycles;
}
