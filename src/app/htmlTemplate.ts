/** Text that is already HTML. All other text is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | null | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Tag of template strings of HTML: what is put in is escaped unless it is Html; null leaves nothing, lists are joined. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, index) => text + render(parts[index - 1]) + string));
}

function render(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(render).join('');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * JSON that can stand in a script element: nothing in it can end the element or open a comment.
 * @param digits significant digits of its numbers
 */
export function embeddedJson(value: unknown, digits: number): Html {
  const json = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' ? Number(item.toPrecision(digits)) : item,
  );
  return new Html(
    json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/**
 * JavaScript that can stand in a script element. A bundler writes "</script" and "<!--" only inside strings, templates and
 * regular expressions, where the escapes mean the same. Line ends become what an HTML parser makes of them, or the hash would differ.
 */
export function embeddedScript(script: string): Html {
  return new Html(
    script
      .replace(/\r\n?/g, '\n')
      .replace(/<(?=\/script)/gi, '\\x3c')
      .replaceAll('<!--', '\\x3c!--'),
  );
}
