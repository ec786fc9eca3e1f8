import type { Parsers } from './parsers.ts';
import type { ProgramReport } from './programReport.ts';
import { RateSession } from './rateSession.ts';
import type { Source } from './source.ts';
import type { YieldPolicy } from './yieldPolicy.ts';

/** Finds the learning rates of a source once. See `RateSession.find`. */
export async function findRates(
  source: Source,
  parsers: Parsers,
  yieldPolicy?: YieldPolicy,
  signal?: AbortSignal,
): Promise<ProgramReport> {
  const session = new RateSession(parsers, yieldPolicy);
  try {
    return await session.find(source, signal);
  } finally {
    session.dispose();
  }
}
