/** The value of a number as Python and JavaScript write it; null for complex and big numbers. */
export function numberValue(text: string): number | null {
  const value = Number(text.replaceAll('_', ''));
  return text !== '' && Number.isFinite(value) ? value : null;
}

const QUOTED = /^(?<prefix>[a-z]*)(?<quote>"""|'''|"|'|`)(?<content>[^]*)\k<quote>$/i;

/** The content of a string, with `{}` for what is computed in it; null for one with escapes. */
export function textValue(text: string): string | null {
  const { prefix = '', quote = '', content = '' } = QUOTED.exec(text)?.groups ?? {};
  if (quote === '' || content.includes('\\')) return null;
  if (quote === '`') return content.replaceAll(/\$\{[^{}]*\}/g, '{}');
  return /f/i.test(prefix) ? content.replaceAll(/\{[^{}]*\}/g, '{}') : content;
}
