import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import { formatCount, formatLoss, formatShare } from '../domain/format.ts';
import type { PublishedResult } from '../domain/presets.ts';
import type { EpochSummary } from '../domain/run.ts';
import { plannedEpochs } from '../domain/runFacts.ts';
import { runStateText } from '../domain/runStateText.ts';
import type { KindSummary } from '../kinds/kind.ts';
import { findingsOf, runVerdict } from '../kinds/runJudgement.ts';

/** A column of a table of runs. */
export interface RunColumn {
  readonly title: string;
  read(run: RunOverview): string;
  /** What an article printed, in a row of its own. */
  published?(result: PublishedResult): string;
}

/** The columns of a table of an experiment's runs in which any run has something. */
export function runColumns({ variants, runs }: ExperimentOverview, summary: KindSummary): RunColumn[] {
  const rates = new Set(variants.map(({ values }) => values.rate));
  const columns: RunColumn[] = [
    {
      title: rates.has(undefined) || (rates.size === 1 && variants.length > 1) ? l10n.t('run') : l10n.t('rate'),
      read: ({ variant }) => variants.find(({ id }) => id === variant)?.label ?? '',
    },
    { title: l10n.t('seed'), read: ({ seed }) => (seed === null ? '' : String(seed)) },
    {
      title: l10n.t('verdict'),
      read: (run) => runWord(run, summary) || runStateText(run.state),
      published: () => l10n.t('(article)'),
    },
    {
      title: l10n.t('final loss'),
      read: ({ result }) => (result && result.score !== null ? formatLoss(result.score) : ''),
    },
    {
      title: l10n.t('mean loss by epoch'),
      read: (run) => joined(epochsOf(run).map(({ loss }) => formatLoss(loss))),
      published: ({ loss }) => joined(loss.map(formatLoss)),
    },
    {
      title: l10n.t('test accuracy by epoch'),
      read: (run) => joined(epochsOf(run).map(({ accuracy }) => (accuracy === null ? '' : formatShare(accuracy)))),
      published: ({ accuracy }) => joined(accuracy.map(formatShare)),
    },
    {
      title: l10n.t('images/s'),
      read: ({ result }) => (result?.imagesPerSecond ? formatCount(result.imagesPerSecond) : ''),
    },
  ];
  return columns.filter((column) => runs.some((run) => column.read(run) !== ''));
}

/** The verdict of a run with its own findings; empty while nothing is known. */
export function runWord(run: RunOverview, summary: KindSummary): string {
  return runVerdict(run, findingsOf(run, run.result?.findings ?? [], summary), summary) ?? '';
}

/** Empty for a run that may stop within an epoch: its epochs say little of it. */
function epochsOf({ facts, result }: RunOverview): readonly EpochSummary[] {
  return plannedEpochs(facts) === null ? [] : (result?.epochs ?? []);
}

function joined(texts: readonly string[]): string {
  return texts.every((text) => text === '') ? '' : texts.map((text) => (text || '–').padEnd(6)).join('  ');
}
