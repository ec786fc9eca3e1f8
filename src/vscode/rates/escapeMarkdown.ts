/** Escapes a text for Markdown. Names come from other people's code and must not become links, images or icons. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>$&":@]/g, '\\$&').replace(/\s+/g, ' ');
}
