import { readFileSync } from 'node:fs';

/**
 * The most memory that this process held so far, in bytes. Linux's VmHWM counts from the start of the program; the maxRSS that
 * every system knows begins, in a child, with what its parent held when it was forked.
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
