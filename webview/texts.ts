import type { Severity, Verdict } from '../src/domain/finding.ts';
import type { RunState } from '../src/domain/run.ts';
import type { StepUnit } from '../src/domain/runFacts.ts';
import type { SortKey } from './settings.ts';

/** Every text of the page that does not come from an experiment. */
export const TEXTS = {
  run: 'Run LR Sweep',
  cancel: 'Cancel',
  cancelHint: 'Ends the training; what was measured so far is kept',
  runAgain: 'Run Again',
  runAgainHint: 'Trains the same once more, as a new experiment',
  resume: 'Resume',
  resumeHint: 'Continues the runs that did not finish, each from its last checkpoint',
  newSweep: 'New Sweep…',
  report: 'Export Report',
  reportHint: 'Writes everything on this page into one HTML file that can be passed on',

  measuredOn: (subject: string) => `On the ${subject}.`,
  readFrom: (file: string, subject: string) => `Read from ${file} (${subject}).`,
  scale: (values: string) => `The values tried, on a logarithmic scale: ${values}.`,

  engines: (engines: readonly string[]) => engines.join(' and '),
  progress: (share: string, ended: number, runs: number) =>
    runs === 1 ? share : `${share} – ${ended} of ${runs} runs ended`,
  timeLeft: (time: string) => `about ${time} left`,
  progressName: 'Progress of the training',
  unfinished: (states: string) => `Not all runs finished: ${states}.`,

  rates: 'Learning rates',
  variants: 'Variants',
  legendHint: 'Click a name to see it alone, its eye to hide it.',
  isolate: (variant: string) => `Show only ${variant}`,
  showAll: 'Show all',
  hide: (variant: string) => `Hide ${variant}`,
  unhide: (variant: string) => `Show ${variant}`,

  view: 'View',
  smoothing: 'Smoothing',
  smoothingHint:
    'How much of the past the bold line of single measurements remembers (debiased exponential moving average)',
  smoothingOff: 'off',
  smoothingSteps: (steps: number) => (steps === 1 ? '1 step' : `${steps.toLocaleString('en')} steps`),
  logLoss: 'Log loss',
  logLossHint: 'Logarithmic loss axes: small losses become comparable',
  logTime: 'Log time',
  logTimeHint: 'Logarithmic step and epoch axes: shows the beginning in detail',
  whole: 'Show all losses',
  wholeHint: 'Extends the loss axes to the highest loss, however far one run went',

  chart: (title: string, lines: string) => `Chart: ${title}. ${lines}`,
  chartKeys: 'Left and right arrow read values, plus and minus zoom, zero shows everything again.',
  keysHint: '← → read · + − zoom · 0 reset',
  resetZoom: 'Reset zoom',
  numbers: 'Show data',
  numbersOf: (title: string) => `${title}: data`,
  broken: 'This chart could not be drawn; the table below it has its numbers.',
  noValues: 'Nothing was measured here.',
  andMore: (more: number) => `and ${more} more`,
  atEpoch: (epoch: string) => `epoch ${epoch}`,
  atStep: (step: string, epoch: string | null) => (epoch === null ? `step ${step}` : `step ${step} · epoch ${epoch}`),
  atRow: (row: string) => `row ${row}`,
  atRate: (rate: string) => `rate ${rate}`,
  spokenValue: (name: string, value: string) => `${name}: ${value}`,

  export: 'Export',
  exportOf: (title: string) => `Export ${title}`,
  exports: {
    savePng: 'Save as PNG…',
    saveSvg: 'Save as SVG…',
    saveCsv: 'Save data as CSV…',
    saveSpec: 'Save Vega-Lite specification…',
    copyPng: 'Copy picture',
    copySvg: 'Copy SVG',
    copyCsv: 'Copy data as CSV',
    copySpec: 'Copy Vega-Lite specification',
  },
  copied: 'Copied.',
  notCopied: 'Could not copy; save it instead.',

  tableByRate: 'Runs by learning rate',
  table: 'Runs',
  columns: {
    variant: 'Variant',
    verdict: 'Verdict',
    loss: 'Loss',
    accuracy: 'Accuracy',
    epoch: 'Epoch',
    state: 'State',
    speed: 'Images/s',
  } satisfies Record<SortKey, string>,
  rateColumn: 'Rate',
  runColumn: 'Run',
  stepColumns: { step: 'Step', epoch: 'Epoch', row: 'Row' } satisfies Record<StepUnit, string>,
  columnHints: {
    variant: 'What differs between the runs',
    verdict: 'Slow: the rate is too low. Fast: just right. Furious: too high.',
    loss: 'Mean training loss of the last tenth of the steps',
    accuracy: 'Share of test images classified correctly after the last epoch',
    epoch: 'How far the run has been trained',
    state: 'The state of the run',
    speed: 'Training images per second',
  } satisfies Record<SortKey, string>,
  rateHint: 'Learning rate',
  why: 'Why',
  seed: (seed: number) => `seed ${seed}`,
  runNumber: (number: number) => `run ${number}`,
  runsOf: (runs: number, variant: string) => `${runs} runs at ${variant}`,
  disagree: 'The seeds had different results: expand the row to compare them.',
  spread: (mean: string, spread: string) => `${mean} ± ${spread}`,
  ofRuns: (some: number, all: number, state: string) => `${some} of ${all} ${state}`,
  elsewhere: 'running elsewhere',
  none: '–',
  brokenAt: (word: string, step: number, unit: StepUnit) =>
    unit === 'step'
      ? `${word} at step ${step}`
      : unit === 'epoch'
        ? `${word} in epoch ${step}`
        : `${word} in row ${step}`,
  infinite: 'infinite',
  states: {
    queued: 'waiting',
    running: 'running',
    finished: 'finished',
    pruned: 'given up',
    failed: 'failed',
    cancelled: 'cancelled',
    interrupted: 'interrupted',
  } satisfies Record<RunState, string>,
  verdictMarks: { slow: '▼', fast: '●', furious: '▲' } as Partial<Record<Verdict, string>>,
  severities: {
    error: 'Error:',
    warning: 'Warning:',
    information: 'Information:',
    hint: '',
  } satisfies Record<Severity, string>,
  severityMarks: { error: '■', warning: '▼', information: '●', hint: '◆' } satisfies Record<Severity, string>,

  emptyTitle: 'Which learning rate is just right?',
  emptyText:
    'A sweep trains the same small network on handwritten digits at several learning rates and draws them side by side: one too slow, one too furious, one just right. The built-in sweep takes well under a minute.',
  emptyCaption: 'For example: three rates, three results.',
  loading: 'Loading…',

  announceStart: (runs: number) => (runs === 1 ? 'Training has started.' : `Training has started: ${runs} runs.`),
  announceEnded: (ended: number, runs: number) => `${ended} of ${runs} runs ended.`,
  announceResult: (title: string, value: string | null, detail: string) =>
    value === null ? `Training has ended. ${title}. ${detail}` : `Training has ended. ${title}: ${value}. ${detail}`,
} as const;
