import path from 'node:path';

/**
 * Whether a place is a folder or lies in it at any depth, by their paths alone: symbolic links are not resolved.
 * @param folder absolute path
 * @param place absolute path
 */
export function isWithin(folder: string, place: string): boolean {
  const relative = path.relative(folder, place);
  return relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative));
}
