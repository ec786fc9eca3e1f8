/**
 * An .ipynb file with these cells; those that begin like a heading are prose.
 * @param tags of all cells
 */
export function notebookText(cells: readonly string[], language = 'python', tags: readonly string[] = []): string {
  const common = (index: number) => ({ id: `cell-${index}`, metadata: tags.length > 0 ? { tags } : {} });
  return JSON.stringify({
    cells: cells.map((text, index) => {
      const source = text.split(/(?<=\n)/);
      return text.startsWith('# ')
        ? { cell_type: 'markdown', ...common(index), source }
        : { cell_type: 'code', ...common(index), source, outputs: [], execution_count: null };
    }),
    metadata: { kernelspec: { name: 'kernel', display_name: 'Kernel', language } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}
