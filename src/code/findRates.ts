import type { Parsers } from './parsers.ts';
import type { ProgramReport } from './programReport.ts';
import { RateSession } from './rateSession.ts';
import type { Source } from './source.ts';

/** Finds the learning rates of a source once. A text that can't contain any isn't parsed, and no parser is loaded for it. */
export async function findRates(source: Source, parsers: Parsers): Promise<ProgramReport> {
  const session = new RateSession(parsers);
  try {
    return await session.find(source);
  } finally {
    session.dispose();
  }
}
