import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { formatRate } from '../../domain/rate.ts';
import type { EndedEvent } from '../../domain/runEvent.ts';
import { PLACEHOLDER } from '../../kinds/program.ts';
import { MIN_STEPS } from '../../kinds/rangeTest/choice.ts';
import type { Launch } from '../../programs/launch.ts';
import type { ProbeMode, Replacement } from '../../programs/probeMode.ts';
import type { RatesOfRun, UsedRates } from './comparableRuns.ts';
import type { ProbeSummary } from './programTraining.ts';

/** A rate that a framework keeps in 32 bits differs by so much of it. */
const SAME_RATE = 1e-6;

/** Why a run that needs the probe goes on without it, as far as the probe knows, and what else there is. */
export function unreachableText(mode: ProbeMode, { notices }: ProbeSummary): string {
  const text =
    mode.name === 'watch'
      ? l10n.t(
          "The number of steps can't be limited, because the probe can't follow this program. Run it without --steps.",
        )
      : l10n.t(
          "The learning rate can't be set from outside, because the probe can't follow this program. Sweep the number in its code instead: Sweep Rates of This Program in the editor, or goldilocks sweep with --at. On the command line, --option and --env work, too.",
        );
  return [...notices, text].join(' ');
}

/** Why the losses of a run can't be compared with those of the others. */
export function otherSourceText(isProbed: boolean): string {
  return isProbed
    ? l10n.t(
        "This run is left out: the probe reported its losses, but those of an earlier run were read from what the program printed, so they can't be compared.",
      )
    : l10n.t(
        "This run is left out: its losses were read from what the program printed, because the probe reported none, but those of another run come from the probe, so they can't be compared.",
      );
}

/** Why a run whose rate did not get into the code is ended. */
export function notReplacedText({ file, cell, line }: Replacement): string {
  const name = path.basename(file);
  return l10n.t(
    'The number in {0}, line {1}, was not replaced: the program did not run this file as Python source, or the number has changed. If it has changed, start the sweep again; otherwise pass the rate on the command line with goldilocks sweep --option or --env.',
    cell === undefined ? name : l10n.t('{0}, cell {1}', name, cell + 1),
    line,
  );
}

/** Why a run is ended whose optimizers had the rates of an earlier one, which was to have another. */
export function sameRatesText(launch: Launch, { asked, initial }: RatesOfRun): string {
  return replacementIn(launch)
    ? l10n.t(
        "Changing this number doesn't change the rate of the optimizer, which was {0} here and in the run at {1}: the program takes it from elsewhere. On the command line, use goldilocks sweep with --option, --env, or {2} among the program's arguments.",
        formatRate(initial[0]),
        formatRate(asked),
        PLACEHOLDER,
      )
    : l10n.t(
        "The learning rate doesn't reach the optimizer, which had the rate {0} here and in the run at {1}: the program takes it from elsewhere. Check the name of the option or the variable, or use goldilocks sweep with --at for a number in the code.",
        formatRate(initial[0]),
        formatRate(asked),
      );
}

/** What to say where a number was only assumed to be the rate, and is not; null otherwise. */
export function otherRateText(launch: Launch, { initial, byStep }: UsedRates): string | null {
  const { assumedRate, cwd } = launch;
  if (assumedRate === undefined || initial.length === 0) return null;
  if ([...initial, ...byStep.values()].some((rate) => Math.abs(rate - assumedRate) <= SAME_RATE * assumedRate))
    return null;
  const { file, cell, line } = replacementIn(launch)!;
  return l10n.t(
    '{2} was set to {1}, but the optimizer had the rate {0}. If the program computes its rate from that number, use --at {2}; otherwise put {3} into its arguments, or use --option or --env.',
    formatRate(initial[0]),
    formatRate(assumedRate),
    [path.relative(cwd, file), ...(cell === undefined ? [] : [cell + 1]), line].join(':'),
    PLACEHOLDER,
  );
}

/** The number that is replaced by the rate, if that is how it gets in. */
function replacementIn({ mode, edits }: Launch): Replacement | undefined {
  return (mode.replace ?? edits)?.[0];
}

/**
 * How a repeat of a range test ends whose program made fewer steps than it takes, as it would in every other.
 * @param hasRun whether it was started
 * @param startsAgain whether the test starts again with as many steps as the program has
 */
export function tooShort(
  steps: number,
  wanted: number,
  { hasRun, startsAgain }: { readonly hasRun: boolean; readonly startsAgain: boolean },
): EndedEvent {
  if (steps < MIN_STEPS) {
    const reason = l10n.t(
      'The program ended after {0} of {1} steps. Let it train for at least {2}.',
      steps,
      wanted,
      MIN_STEPS,
    );
    return { type: 'ended', state: 'failed', reason };
  }
  if (startsAgain) {
    const reason = hasRun
      ? l10n.t('The program has only {0} steps, so the test starts again with that many.', steps)
      : l10n.t('Not started, because the test starts again with fewer steps.');
    return { type: 'ended', state: 'cancelled', reason };
  }
  const reason = l10n.t(
    'The program ended after {0} of {1} steps, before its loss diverged. Let it train for longer or use fewer steps with --steps.',
    steps,
    wanted,
  );
  return { type: 'ended', state: 'failed', reason };
}
