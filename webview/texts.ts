import type { FigureName } from '../src/charts/figure.ts';
import type { Verdict } from '../src/domain/finding.ts';
import type { RunState } from '../src/domain/run.ts';
import type { SortKey } from './settings.ts';

/** Every word of the page that does not come from an experiment. */
export const TEXTS = {
  run: 'Run LR Sweep',
  cancel: 'Cancel',
  cancelHint: 'Ends the sweep; what was measured so far stays',
  runAgain: 'Run Again',
  runAgainHint: 'Trains the same sweep once more, as a new experiment',
  resume: 'Resume',
  resumeHint: 'Trains the runs on that did not finish, each from its last checkpoint',
  newSweep: 'New Sweep…',
  report: 'Export Report',
  reportHint: 'Writes everything on this page into one HTML file that can be passed on',

  suggested: 'Suggested learning rate',
  bestSoFar: 'Best so far',
  pending: 'The suggestion comes with the first run that ends.',
  nothing: 'No rate to suggest',
  nothingHint: 'None of the rates tried learned enough to be called just right.',
  cutHint: 'Too few of its runs came to their end.',
  zone: (range: string) => `Goldilocks zone: ${range}`,
  range: (low: string, high: string) => `${low} to ${high}`,
  caveat: 'It illustrates what a learning rate does; another program may need another rate.',
  subject: (subject: string) => `on ${subject}`,
  program: (name: string) => `on the program “${name}”`,
  tooLow: 'too low',
  justRight: 'just right',
  tooHigh: 'too high',
  unknownYet: 'not known yet',
  scale: (rates: string) => `The rates tried, on a logarithmic scale: ${rates}.`,
  amount: (images: string, epochs: number, rates: number, seeds: number) =>
    [`${images} images`, count(epochs, 'epoch'), count(rates, 'rate'), ...(seeds > 1 ? [`${seeds} seeds`] : [])].join(
      ' · ',
    ),

  progress: (share: string, ended: number, runs: number) => `${share} – ${ended} of ${count(runs, 'run')} ended`,
  timeLeft: (time: string) => `about ${time} left`,
  progressName: 'Progress of the sweep',
  unfinished: (words: string) => `This sweep did not come to its end: ${words}.`,

  legend: 'Learning rates',
  legendHint: 'Click a rate to see it alone, its eye to hide it.',
  isolate: (rate: string) => `Show only ${rate}`,
  showAll: 'Show all rates',
  hide: (rate: string) => `Hide ${rate}`,
  unhide: (rate: string) => `Show ${rate}`,

  view: 'View',
  smoothing: 'Smoothing',
  smoothingHint:
    'How much of the past the bold line of the loss by step remembers (debiased exponential moving average)',
  smoothingOff: 'off',
  smoothingSteps: (steps: number) => count(steps, 'step'),
  logLoss: 'Log loss',
  logLossHint: 'Logarithmic loss axes: small losses become comparable',
  logTime: 'Log time',
  logTimeHint: 'Logarithmic step and epoch axes: the beginning is seen in detail',
  whole: 'Show all losses',
  wholeHint: 'Lets the loss axes reach as far as the losses did, however far one run went',

  charts: {
    lossByEpoch: {
      title: 'Training loss',
      help: 'Falls fast and stays low: just right. Hardly falls: slow. Jumps up, or never leaves its start: furious.',
    },
    accuracyByEpoch: {
      title: 'Test accuracy',
      help: 'The share of unseen digits read rightly. Higher sooner is better; a line at the dashed one only guesses.',
    },
    lossByStep: {
      title: 'Loss per step',
      help: 'Every batch, as it happened. A good rate dives within the first steps; a furious one shoots out of the picture.',
    },
  } satisfies Record<FigureName, { title: string; help: string }>,
  chart: (title: string, lines: string) => `Chart: ${title}. ${lines}`,
  chartKeys: 'Left and right arrow read values, plus and minus zoom, zero shows everything again.',
  keysHint: '← → read · + − zoom · 0 reset',
  resetZoom: 'Reset zoom',
  numbers: 'The numbers of this picture',
  broken: 'This chart could not be drawn; the table below it has its numbers.',
  noValues: 'Nothing was measured here.',
  andMore: (more: number) => `and ${more} more`,
  atEpoch: (epoch: string) => `epoch ${epoch}`,
  atStep: (step: string, epoch: string) => `step ${step} · epoch ${epoch}`,
  spokenValue: (rate: string, value: string) => `${rate}: ${value}`,

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
  notCopied: 'Not copied: save it instead.',

  table: 'Runs by learning rate',
  columns: {
    rate: 'Rate',
    verdict: 'Verdict',
    loss: 'Loss',
    accuracy: 'Accuracy',
    epoch: 'Epoch',
    state: 'State',
    speed: 'Images/s',
  } satisfies Record<SortKey, string>,
  columnHints: {
    rate: 'Learning rate',
    verdict: 'Slow: the rate is too low. Fast: just right. Furious: too high.',
    loss: 'Mean training loss of the last tenth of the steps',
    accuracy: 'Share of test images classified rightly after the last epoch',
    epoch: 'Epochs trained',
    state: 'Where the run stands',
    speed: 'Training images a second',
  } satisfies Record<SortKey, string>,
  why: 'Why',
  seed: (seed: number) => `seed ${seed}`,
  runsAt: (runs: number, rate: string) => `${runs} runs at ${rate}`,
  disagree: 'Its seeds fared differently: open the row to compare them.',
  spread: (mean: string, spread: string) => `${mean} ± ${spread}`,
  ofSeeds: (some: number, all: number, state: string) => `${some} of ${all} ${state}`,
  elsewhere: 'running elsewhere',
  none: '–',
  brokenAt: (word: string, step: number) => `${word} at step ${step}`,
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

  emptyTitle: 'Which learning rate is just right?',
  emptyText:
    'A sweep trains the same small network on handwritten digits at several learning rates and draws them side by side: one too slow, one too furious, one just right. The built-in sweep takes well under a minute.',
  emptyCaption: 'What it may look like: three rates, three fates.',
  loading: 'Loading…',

  announceStart: (runs: number) => `The sweep is under way with ${count(runs, 'run')}.`,
  announceEnded: (ended: number, runs: number) => `${ended} of ${count(runs, 'run')} ended.`,
  announceResult: (rate: string) => `The sweep has ended. Suggested learning rate: ${rate}.`,
  announceNothing: 'The sweep has ended. None of its rates was just right.',
} as const;

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
