import { readFileSync } from 'node:fs';

/**
 * The peak memory of this process in bytes. Linux's VmHWM starts at 0 with the program; the portable maxRSS of a child starts with
 * the memory of its parent at the fork.
 */
export function peakBytes(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readStatus()) ?? [];
  return 1024 * (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes));
}

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}
