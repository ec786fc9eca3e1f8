/** What carries an experiment's folder: an item of the tree or of a quick pick. */
export interface WithFolder {
  readonly folder: string;
}

/** The experiment's folder that a command was given, by a program as a path or by the tree as an item. */
export function folderOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const folder = (argument as Partial<WithFolder> | null | undefined)?.folder;
  return typeof folder === 'string' ? folder : undefined;
}
