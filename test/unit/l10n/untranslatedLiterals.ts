import ts from 'typescript';

/** Methods of VS Code whose arguments are shown as they are. */
const SHOWN_ARGUMENTS =
  /^(show\w+Message|setStatusBarMessage|append|appendMarkdown|appendText|MarkdownString|TreeItem|CodeAction|Diagnostic|DiagnosticRelatedInformation|InlayHint)$/;

/** Functions of the page that show their arguments, from which one on. */
const SHOWING_FUNCTIONS: Readonly<Record<string, number>> = { element: 2, svgElement: 2, setText: 1 };

/**
 * Properties that are shown as they are: of quick picks, input boxes, tree items, status bar items, progress and dialogs; of elements of
 * the page.
 */
const SHOWN_PROPERTIES =
  /^'?(label|title|detail|description|tooltip|text|message|reason|prompt|place[hH]older|validationMessage|(open|save|aria)Label|accessibilityInformation|textContent|aria-(label|roledescription|valuetext))'?$/;

/** Properties that are read by programs only. */
const CODE_PROPERTIES = /^(id|class|transform)$/;

/** Stands for what is put into a template. */
const HOLE = '\uFFFC';

/** Two words in a row, or one beside what is put in. */
const SENTENCE = new RegExp(`[A-Za-z]{2,}[,.:;]?\\s+[A-Za-z${HOLE}]|${HOLE}\\s+[A-Za-z]{2,}`);
const WORD = /[A-Za-z]{2,}/;

/** Icons, tags of HTML and SVG, colours, options of the command line, and the name of the extension. */
const NO_LANGUAGE = /\$\([\w~-]+\)|<[^>]*>|#[\da-f]{3,8}\b|--[a-z][a-z-]+ ?|\bGoldilocks\b/gi;

/** The name of a table whose strings are extracted. */
const TABLE = /_TEXTS$/;

/**
 * The literals of a TypeScript file that a user would read in English whatever the language: sentences anywhere, and words where they are
 * shown. What goes to the log stays English.
 * @returns the place and the text of each
 */
export function untranslatedLiterals(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  visit(source);
  return found;

  function visit(node: ts.Node): void {
    if (isNeverShown(node)) return;
    if (isLiteral(node) && (SENTENCE.test(readable(node)) || (WORD.test(readable(node)) && isShown(node)))) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1} ${node.getText()}`);
    }
    const parts = isTranslation(node) ? node.arguments.slice(1) : null;
    if (parts) parts.forEach(visit);
    else ts.forEachChild(node, visit);
  }
}

function isNeverShown(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isVariableDeclaration(node)) return TABLE.test(node.name.getText());
  if (ts.isPropertyAssignment(node)) return CODE_PROPERTIES.test(node.name.getText());
  if (ts.isBinaryExpression(node)) return CODE_PROPERTIES.test(lastName(node.left));
  if (ts.isNewExpression(node)) return node.expression.getText() === 'RegExp';
  return ts.isCallExpression(node) && /\blog\??\.\w+$/i.test(node.expression.getText());
}

function isTranslation(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText());
}

function isLiteral(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** What there is to read in a literal. */
function readable(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  const pieces = ts.isStringLiteralLike(node)
    ? [node.text]
    : [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
  return pieces.join(HOLE).replaceAll(NO_LANGUAGE, '');
}

/** Whether a value goes to a place that is shown, perhaps as one of several or within a list. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const position = parent.arguments?.indexOf(node as ts.Expression) ?? -1;
    const name = lastName(parent.expression);
    return position >= 0 && (SHOWN_ARGUMENTS.test(name) || position >= (SHOWING_FUNCTIONS[name] ?? Infinity));
  }
  if (ts.isPropertyAssignment(parent))
    return parent.initializer === node && SHOWN_PROPERTIES.test(parent.name.getText());
  if (ts.isBinaryExpression(parent)) {
    const isAssignment = parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isAssignment) return parent.right === node && SHOWN_PROPERTIES.test(lastName(parent.left));
    return /^(\?\?|\|\||&&|\+)$/.test(parent.operatorToken.getText()) && isShown(parent);
  }
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  return (ts.isParenthesizedExpression(parent) || ts.isArrayLiteralExpression(parent)) && isShown(parent);
}

function lastName(expression: ts.Expression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}
