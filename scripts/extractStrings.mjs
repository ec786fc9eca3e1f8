import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { writeAtomically } from './files.mjs';
import { root, UserError } from './program.mjs';

/** Where strings are shown to users. */
const FOLDERS = ['src', 'webview'];

/** What translators start from; a translation lies beside it as bundle.l10n.<language>.json. */
export const BUNDLE = 'l10n/bundle.l10n.json';

/** The name of a table of strings: `export const VERDICT_TEXTS = { slow: 'slow' } as const`, for `l10n.t(VERDICT_TEXTS[verdict])`. */
const TABLE = /_TEXTS$/;

/**
 * A message by its key, in the format that VS Code and `@vscode/l10n` load: a string, or an object where translators need a comment.
 * @typedef {Record<string, string | { message: string, comment: string[] }>} Bundle
 */

/** Writes the strings of all sources to l10n/bundle.l10n.json. */
export async function extractStrings() {
  await writeAtomically(join(root, BUNDLE), `${JSON.stringify(await stringsOfSources(), null, 2)}\n`);
}

/**
 * All strings of the sources that are translated, sorted by their keys. `@vscode/l10n-dev` isn't used for this because it passes
 * over whatever it can't read; here that is an error.
 * @returns {Promise<Bundle>}
 * @throws UserError for a string that can't be extracted.
 */
export async function stringsOfSources() {
  const bundles = await Promise.all(
    (await sourceFiles()).map(async (file) => stringsOf(file, await readFile(join(root, file), 'utf8'))),
  );
  return Object.fromEntries(bundles.flatMap(Object.entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function sourceFiles() {
  const folders = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
    ),
  );
  return folders
    .flat()
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

/**
 * The strings of one TypeScript file: those that `l10n.t` is called with, and all of the tables _TEXTS.
 * @param {string} file its name, for the errors
 * @param {string} text
 * @returns {Bundle}
 * @throws UserError for a call of `l10n.t` whose text isn't a literal nor of a table, whose placeholders don't fit its arguments, or which is made
 *   when the module is loaded and the translations aren't.
 */
export function stringsOf(file, text) {
  if (!/l10n|_TEXTS\b/.test(text)) return {};
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const bundle = {};
  visit(source);
  return bundle;

  function visit(node) {
    if (ts.isImportDeclaration(node)) checkImport(node);
    if (ts.isVariableDeclaration(node) && TABLE.test(node.name.text)) addTable(node.initializer);
    if (ts.isCallExpression(node) && isTranslation(node.expression)) add(node);
    ts.forEachChild(node, visit);
  }

  function addTable(node) {
    const value = withoutTypes(node);
    if (ts.isObjectLiteralExpression(value)) value.properties.forEach(({ initializer }) => addTable(initializer));
    else if (literal(value) === null)
      throw complaint(node, 'is passed the strings of tables _TEXTS, which hold nothing but literals');
    else bundle[value.text] = value.text;
  }

  function add(call) {
    if (isOfTable(call.arguments[0])) return;
    const { message, comment, values } = read(call);
    if (message === null)
      throw complaint(call, 'takes a string literal; the build reads it from the source. Pass values as arguments');
    if (values !== null && placeholders(message) !== values)
      throw complaint(call, `has other placeholders than the arguments ${values || '(none)'}`);
    if (!isInFunction(call))
      throw complaint(call, 'is called when the module is loaded, before the translations are. Call it in a function');
    if (comment.length === 0) bundle[message] = message;
    else bundle[`${message}/${comment.join('')}`] = { message, comment };
  }

  function checkImport({ moduleSpecifier, importClause }) {
    const name = importClause?.namedBindings?.name?.text;
    if (moduleSpecifier.text === '@vscode/l10n' && name !== 'l10n')
      throw complaint(moduleSpecifier, "is found only where it is imported as `import * as l10n from '@vscode/l10n'`");
  }

  function complaint(node, what) {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    return new UserError(`${file}:${line + 1}: l10n.t ${what}.`);
  }
}

/** `l10n.t` or `vscode.l10n.t`. */
function isTranslation(callee) {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 't') return false;
  const { expression } = callee;
  return (ts.isPropertyAccessExpression(expression) ? expression.name : expression).text === 'l10n';
}

/** The text of a call, null unless it is literal; its comments; its arguments as `placeholders` writes them, null where they aren't counted. */
function read({ arguments: [first, ...rest] }) {
  if (!first || !ts.isObjectLiteralExpression(first)) {
    return {
      message: literal(first),
      comment: [],
      values:
        (rest.length === 1 && ts.isObjectLiteralExpression(rest[0])) || rest.some(ts.isSpreadElement)
          ? null
          : rest.map((_, index) => index).join(),
    };
  }
  const property = (name) => first.properties.find((candidate) => candidate.name?.text === name)?.initializer;
  const [comment, args] = [property('comment'), property('args')];
  const comments = comment && ts.isArrayLiteralExpression(comment) ? comment.elements : comment ? [comment] : [];
  return {
    message: literal(property('message')),
    comment: comments.map(literal),
    values: args && !ts.isArrayLiteralExpression(args) ? null : (args?.elements ?? []).map((_, index) => index).join(),
  };
}

/** `VERDICT_TEXTS[verdict]`. */
function isOfTable(node) {
  if (!node || !(ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node))) return false;
  return TABLE.test(node.expression.text) || isOfTable(node.expression);
}

/** What stands before `as const` or `satisfies …`. */
function withoutTypes(node) {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? withoutTypes(node.expression) : node;
}

function literal(node) {
  return node && ts.isStringLiteralLike(node) ? node.text : null;
}

/** The numbers in braces: "0,1". */
function placeholders(message) {
  const numbers = [...message.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number));
  return [...new Set(numbers)].sort((a, b) => a - b).join();
}

function isInFunction(node) {
  for (let { parent } = node; parent; { parent } = parent) {
    if (ts.isFunctionLike(parent)) return true;
    if (ts.isPropertyDeclaration(parent))
      return !parent.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  }
  return false;
}
