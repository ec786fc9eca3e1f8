/** Escapes a text for Markdown. Names come from other people's code and must not become links, images or icons. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>$&":@]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Leaves out what could end the alternative text of a picture: there VS Code would read escapes aloud. */
export function escapeAlternative(text: string): string {
  return text.replace(/[\\[\]<>`]/g, '').replace(/\s+/g, ' ');
}
