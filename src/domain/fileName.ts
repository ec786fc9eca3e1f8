/** The last part of a path of any operating system, for documents that are shared with others. */
export function fileName(file: string): string {
  return file.split(/[\\/]/).findLast(Boolean) ?? '';
}
