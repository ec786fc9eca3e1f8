import path from 'node:path';
import type { ProbeMode } from '../../src/programs/probeMode.ts';
import { DIST } from './folders.ts';

/** The program for tests that trains and reports as the probe does. */
export const TRAIN = path.resolve('test/support/programs/train.mjs');

/** What programs are started with in tests. */
export const PARTS = { guard: path.join(DIST, 'guard.js'), python: path.resolve('media/python') };

/** A launch of that program. */
export function trainLaunch(cwd: string, args: readonly string[] = [], mode: ProbeMode = { name: 'watch' }) {
  return { command: [process.execPath, TRAIN, ...args], cwd, env: {}, mode } as const;
}
