import type { LogOptions } from '../../logs/logOptions.ts';
import type { LossStatistics, ParsedRun } from '../../logs/readLog.ts';
import type { FileDiagnosis } from '../diagnoseLogs.ts';

/**
 * A file as `goldilocks diagnose --json` lists it. Others rely on its shape: fields may be added, none may change.
 * @param options what the user has said of the runs
 */
export function diagnosisJson(diagnosis: FileDiagnosis, options: LogOptions): object {
  const { file } = diagnosis;
  if (diagnosis.format === null) return { file, format: 'none', message: diagnosis.message, runs: [] };
  const notices = diagnosis.runs.flatMap((run) => run.notices);
  return {
    file,
    format: diagnosis.format,
    ...(notices.length > 0 ? { message: notices.join(' ') } : {}),
    runs: diagnosis.runs.map((run) => diagnosedRunJson(run, options)),
  };
}

/** A run as `goldilocks diagnose` and `goldilocks run` list it. Others rely on its shape: fields may be added, none may change. */
export function diagnosedRunJson(
  { name, facts, losses, tracker }: Omit<ParsedRun, 'notices'>,
  options: LogOptions = {},
): object {
  const { samples, first, last, min, nonFinite } = losses;
  return {
    name,
    unit: facts.unit,
    samples,
    first,
    last,
    min,
    nonFinite,
    rate: rateOf(losses, options),
    findings: tracker.findings.map(({ code: _, args: __, ...finding }) => finding),
  };
}

/** A rate that the user names comes before what the log says, as in the facts. */
function rateOf({ rate: logged }: LossStatistics, { rate }: LogOptions): LossStatistics['rate'] {
  return rate === undefined ? logged : { first: rate, last: rate };
}
