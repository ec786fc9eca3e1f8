/** An .ipynb file with these cells; those that begin like a heading are prose. */
export function notebookText(cells: readonly string[], language = 'python'): string {
  const common = (index: number) => ({ id: `cell-${index}`, metadata: {} });
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
