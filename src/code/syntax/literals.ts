/** The value of a number literal of Python or JavaScript; null for complex numbers and big integers. */
export function numberValue(text: string): number | null {
  const value = Number(text.replaceAll('_', ''));
  return text !== '' && Number.isFinite(value) ? value : null;
}

const QUOTED = /^(?<prefix>[a-z]*)(?<quote>"""|'''|"|'|`)(?<content>[^]*)\k<quote>$/i;

/** The content of a string literal, with `{}` in place of interpolations; null if it has escape sequences. */
export function textValue(text: string): string | null {
  const { prefix = '', quote = '', content = '' } = QUOTED.exec(text)?.groups ?? {};
  if (quote === '' || content.includes('\\')) return null;
  if (quote === '`') return content.replaceAll(/\$\{[^{}]*\}/g, '{}');
  return /f/i.test(prefix) ? content.replaceAll(/\{[^{}]*\}/g, '{}') : content;
}
