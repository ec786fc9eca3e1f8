import path from 'node:path';
import type { ProgramParts } from './runningProgram.ts';

/**
 * What programs are started with.
 * @param root absolute path of the extension
 */
export function programParts(root: string): ProgramParts {
  return { guard: path.join(root, 'dist', 'guard.js'), python: path.join(root, 'media', 'python') };
}
