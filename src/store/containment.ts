import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * Whether a folder exists and lies directly in a storage folder, as the experiments there do, once `..` and symbolic links are
 * resolved in both. Neither the storage folder itself nor a folder deeper inside does.
 */
export async function isInside(storage: string, folder: string): Promise<boolean> {
  const [outer, inner] = await Promise.all([realpath(storage), realpath(folder)]).catch(() => [null, null]);
  return outer !== null && inner !== null && inner !== outer && path.dirname(inner) === outer;
}
