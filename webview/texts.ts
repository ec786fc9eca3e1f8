import * as l10n from '@vscode/l10n';
import type { ProgressUnit } from '../src/charts/progressUnit.ts';
import type { GroupColumn } from '../src/charts/runGroups.ts';
import type { Severity, Verdict } from '../src/domain/finding.ts';
import type { StepUnit } from '../src/domain/runFacts.ts';
import type { SortKey } from './settings.ts';

/** Every text of the page that does not come from an experiment, in the user's language: each is translated when it is read. */
export const TEXTS = {
  get run() {
    return l10n.t('Run LR Sweep');
  },
  get find() {
    return l10n.t('Find a Learning Rate');
  },
  get newExperiment() {
    return l10n.t('New Experiment…');
  },
  get learn() {
    return l10n.t('Learn');
  },
  get cancel() {
    return l10n.t('Cancel');
  },
  get cancelHint() {
    return l10n.t('Stop training and keep the results so far');
  },
  get runAgain() {
    return l10n.t('Run Again');
  },
  get runAgainHint() {
    return l10n.t('Train again with the same settings, as a new experiment');
  },
  get resume() {
    return l10n.t('Resume');
  },
  get resumeHint() {
    return l10n.t('Continue the runs that did not finish, each from its last checkpoint');
  },
  get newSweep() {
    return l10n.t('New Sweep…');
  },
  get report() {
    return l10n.t('Export Report');
  },
  get reportHint() {
    return l10n.t('Save this page as a single HTML file that you can share');
  },

  measuredOn: (subject: string) => l10n.t('Measured on: {0}.', subject),
  readFrom: (file: string, subject: string) => l10n.t('Read from {0} ({1}).', file, subject),
  scale: (values: string) => l10n.t('The values tried, on a logarithmic scale: {0}.', values),

  progress: (share: string, ended: number, runs: number, following: number) => {
    if (following > 0)
      return l10n.t(
        '{0} – {1} of {2} runs ended, then {3} more to confirm the suggestion',
        share,
        ended,
        runs,
        following,
      );
    return runs === 1 ? share : l10n.t('{0} – {1} of {2} runs ended', share, ended, runs);
  },
  timeLeft: (time: string) => l10n.t('about {0} left', time),
  percent: (percent: number) => l10n.t('{0}%', percent),
  stepOf: (step: number, total: number | null, unit: StepUnit) => {
    const [now, all] = [step, total ?? 0].map((number) => number.toLocaleString('en'));
    switch (unit) {
      case 'step':
        return total === null ? l10n.t('step {0}', now) : l10n.t('step {0} of {1}', now, all);
      case 'epoch':
        return total === null ? l10n.t('epoch {0}', now) : l10n.t('epoch {0} of {1}', now, all);
      case 'row':
        return total === null ? l10n.t('row {0}', now) : l10n.t('row {0} of {1}', now, all);
    }
  },
  get openPanel() {
    return l10n.t('Open Panel');
  },
  get lossEmpty() {
    return l10n.t('The loss curves of your trainings appear here while you code.');
  },
  get progressName() {
    return l10n.t('Progress of the training');
  },
  unfinished: (states: string) => l10n.t('Not all runs finished: {0}.', states),

  get rates() {
    return l10n.t('Learning rates');
  },
  get variants() {
    return l10n.t('Variants');
  },
  get legendHint() {
    return l10n.t('Click a name to show only that line; click its eye icon to hide it.');
  },
  isolate: (variant: string) => l10n.t('Show only {0}', variant),
  hide: (variant: string) => l10n.t('Hide {0}', variant),
  unhide: (variant: string) => l10n.t('Show {0}', variant),

  get filterRuns() {
    return l10n.t('Filter runs');
  },
  get filterRunsHint() {
    return l10n.t('List and draw only the runs with these words in their name or verdict, for example: 0.01 fast');
  },
  filteredCount: (shown: number, all: number) =>
    l10n.t('{0} of {1}', shown.toLocaleString('en'), all.toLocaleString('en')),
  firstDrawn: (drawn: number) =>
    l10n.t(
      'The charts show the curves of the first {0} rows of the table that are not hidden.',
      drawn.toLocaleString('en'),
    ),
  drawAll: (all: number) => l10n.t('Show all {0}', all.toLocaleString('en')),
  showAllRows: (rows: number) => l10n.t('Show all {0} rows', rows.toLocaleString('en')),

  get view() {
    return l10n.t('View');
  },
  get smoothing() {
    return l10n.t('Smoothing');
  },
  get smoothingHint() {
    return l10n.t(
      'How strongly the bold line smooths the individual measurements (bias-corrected exponential moving average)',
    );
  },
  get smoothingOff() {
    return l10n.t('off');
  },
  smoothingSteps: (steps: number) => (steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', steps.toLocaleString('en'))),
  get logLoss() {
    return l10n.t('Log loss');
  },
  get logLossHint() {
    return l10n.t('Logarithmic loss axes: small losses become comparable');
  },
  get logTime() {
    return l10n.t('Log time');
  },
  get logTimeHint() {
    return l10n.t('Logarithmic step, epoch, sample and time axes: shows the beginning in detail');
  },
  get charts() {
    return l10n.t('Charts…');
  },
  get findChart() {
    return l10n.t('Find a chart');
  },
  get noChart() {
    return l10n.t('No chart title contains these words.');
  },
  pinChart: (title: string) => l10n.t('Pin {0} to the top', title),
  unpinChart: (title: string) => l10n.t('Unpin {0}', title),
  get along() {
    return l10n.t('X axis');
  },
  get alongHint() {
    return l10n.t(
      'What the x axes count. Samples are steps times batch size. Seconds are those of training, without testing; for a log, those since its first row.',
    );
  },
  /** @param hasEpochs whether some charts are by epochs where the others are by steps */
  progressUnit: (name: ProgressUnit, unit: StepUnit, hasEpochs: boolean) => {
    switch (name) {
      case 'step':
        if (unit === 'step') return hasEpochs ? l10n.t('steps or epochs') : l10n.t('steps');
        return unit === 'epoch' ? l10n.t('epochs') : l10n.t('rows');
      case 'epoch':
        return l10n.t('epochs');
      case 'samples':
        return l10n.t('samples');
      case 'seconds':
        return l10n.t('seconds');
    }
  },
  get groupBy() {
    return l10n.t('Group by');
  },
  get groupByHint() {
    return l10n.t('Draw runs that share a value as one curve, their median, with each run as a thin line');
  },
  groupColumn: (name: GroupColumn | 'none') => {
    switch (name) {
      case 'none':
        return l10n.t('none');
      case 'rate':
        return l10n.t('learning rate');
      case 'optimizer':
        return l10n.t('optimizer');
      case 'batchSize':
        return l10n.t('batch size');
      case 'schedule':
        return l10n.t('schedule');
      case 'transfer':
        return l10n.t('layer training');
      case 'engine':
        return l10n.t('engine');
      case 'seed':
        return l10n.t('seed');
      case 'folder':
        return l10n.t('folder');
      case 'verdict':
        return l10n.t('verdict');
    }
  },
  get groups() {
    return l10n.t('Groups of runs');
  },
  get showAllLosses() {
    return l10n.t('Show all losses');
  },
  get showAllLossesHint() {
    return l10n.t('Extend the loss axes to include the highest loss of any run');
  },

  chart: (title: string, lines: string) => l10n.t('Chart: {0}. {1}', title, lines),
  get chartRole() {
    return l10n.t('chart');
  },
  get chartKeys() {
    return l10n.t(
      'Use the left and right arrow keys to read values, Shift and the arrow keys to move a zoomed chart, plus and minus to zoom, 0 to reset the zoom, and F to fill the panel.',
    );
  },
  get keysHint() {
    return l10n.t('← → read · + − or Ctrl+wheel zoom · Shift+← → or Shift+drag move · 0 reset · F fill panel');
  },
  get chartKeysOpening() {
    return l10n.t('Press Enter to open the curve of the selected point.');
  },
  get keysHintOpening() {
    return l10n.t('← → read · Enter or click opens the curve · + − zoom · 0 reset · F fill panel');
  },
  baseline: (name: string) => l10n.t('Pin {0} as a baseline', name),
  noBaseline: (name: string) => l10n.t('Unpin {0} as a baseline', name),
  openCurve: (name: string) => l10n.t('Show the curve of {0} alone', name),
  get back() {
    return l10n.t('← Back');
  },
  get backHint() {
    return l10n.t('Show the previous curves and go back (Escape)');
  },
  announceOpened: (names: string, chart: string) =>
    l10n.t('Showing only {0} in {1}. Press Escape to go back.', names, chart),
  get announceBack() {
    return l10n.t('Showing the previous curves again.');
  },
  get resetZoom() {
    return l10n.t('Reset zoom');
  },
  get axes() {
    return l10n.t('Axes…');
  },
  axesOf: (title: string) => l10n.t('Axes of {0}', title),
  get automatic() {
    return l10n.t('automatic');
  },
  get minimum() {
    return l10n.t('Minimum');
  },
  get maximum() {
    return l10n.t('Maximum');
  },
  minimumOf: (axis: string) => l10n.t('Minimum of {0}', axis),
  maximumOf: (axis: string) => l10n.t('Maximum of {0}', axis),
  get resetLimits() {
    return l10n.t('Reset');
  },
  get apply() {
    return l10n.t('Apply');
  },
  get fillPanel() {
    return l10n.t('Fill Panel');
  },
  fillPanelWith: (title: string) => l10n.t('Fill Panel with {0}', title),
  get fillPanelHint() {
    return l10n.t('Show only this chart, as large as the panel (F)');
  },
  get showAllCharts() {
    return l10n.t('Show All Charts');
  },
  get showAllChartsHint() {
    return l10n.t('Show the whole page again (Escape)');
  },
  announceFilled: (title: string) => l10n.t('{0} fills the panel. Press Escape to show all charts again.', title),
  get announceAllCharts() {
    return l10n.t('All charts are shown again.');
  },
  get numbers() {
    return l10n.t('Show data');
  },
  numbersOf: (title: string) => l10n.t('{0}: data', title),
  get broken() {
    return l10n.t('This chart could not be drawn; the table below it has its numbers.');
  },
  get noValues() {
    return l10n.t('Nothing was measured here.');
  },
  andMore: (more: number) => l10n.t('and {0} more', more),
  atEpoch: (epoch: string) => l10n.t('epoch {0}', epoch),
  atStep: (step: string, epoch: string | null) =>
    epoch === null ? l10n.t('step {0}', step) : l10n.t('step {0} · epoch {1}', step, epoch),
  atSeconds: (seconds: string) => l10n.t('after {0} s', seconds),
  atSamples: (samples: string) => l10n.t('after {0} samples', samples),
  atRow: (row: string) => l10n.t('row {0}', row),
  atRate: (rate: string) => l10n.t('rate {0}', rate),
  spokenValue: (name: string, value: string) => l10n.t('{0}: {1}', name, value),

  get export() {
    return l10n.t('Export');
  },
  exportOf: (title: string) => l10n.t('Export {0}', title),
  get exports() {
    return {
      savePng: l10n.t('Save as PNG…'),
      saveSvg: l10n.t('Save as SVG…'),
      saveCsv: l10n.t('Save data as CSV…'),
      saveSpec: l10n.t('Save Vega-Lite specification…'),
      copyPng: l10n.t('Copy image'),
      copySvg: l10n.t('Copy SVG'),
      copyCsv: l10n.t('Copy data as CSV'),
      copySpec: l10n.t('Copy Vega-Lite specification'),
    };
  },
  get copied() {
    return l10n.t('Copied.');
  },
  get notCopied() {
    return l10n.t('Could not copy; save it instead.');
  },

  get tableByRate() {
    return l10n.t('Runs by learning rate');
  },
  get table() {
    return l10n.t('Runs');
  },
  get columns(): Record<SortKey, string> {
    return {
      variant: l10n.t('Variant'),
      verdict: l10n.t('Verdict'),
      loss: l10n.t('Final loss'),
      accuracy: l10n.t('Accuracy'),
      epoch: l10n.t('Epoch'),
      state: l10n.t('State'),
      speed: l10n.t('Images/s'),
    };
  },
  get rateColumn() {
    return l10n.t('Rate');
  },
  get runColumn() {
    return l10n.t('Run');
  },
  get stepColumns(): Record<StepUnit, string> {
    return { step: l10n.t('Step'), epoch: l10n.t('Epoch'), row: l10n.t('Row') };
  },
  get columnHints(): Record<Exclude<SortKey, 'loss'>, string> {
    return {
      variant: l10n.t('What differs between the runs'),
      verdict: l10n.t('Slow: the rate is too low. Fast: just right. Furious: too high.'),
      accuracy: l10n.t('Share of test images classified correctly after the last epoch'),
      epoch: l10n.t('How far the run has been trained'),
      state: l10n.t('The state of the run'),
      speed: l10n.t('Training images per second'),
    };
  },
  get rateHint() {
    return l10n.t('Learning rate');
  },
  get why() {
    return l10n.t('Why:');
  },
  runWithRate: (rate: string) => l10n.t('Run again with {0}', rate),
  runWithEpochs: (epochs: number) => l10n.t('Run again with {0} epochs', epochs),
  get probe() {
    return l10n.t('Probe ×10 and ÷10');
  },
  probeName: (rate: string) => l10n.t('Train the first steps at ten times and at a tenth of {0}', rate),
  sweepAround: (rate: string) => l10n.t('Sweep Around {0}', rate),
  copyRate: (rate: string) => l10n.t('Copy {0}', rate),
  get explain() {
    return l10n.t('What does this mean?');
  },
  explainName: (symptom: string) => l10n.t('What does this mean? {0}', symptom),
  ofSomeRuns: (some: number, all: number, run: string, text: string) =>
    some === 1
      ? l10n.t('{0}: {1}', run, text)
      : some === all
        ? all === 2
          ? l10n.t('Both runs, for example {0}: {1}', run, text)
          : l10n.t('All {0} runs, for example {1}: {2}', all, run, text)
        : l10n.t('{0} of {1} runs, for example {2}: {3}', some, all, run, text),
  seed: (seed: number) => l10n.t('seed {0}', seed),
  runNumber: (number: number) => l10n.t('run {0}', number),
  runsOf: (runs: number, variant: string) => l10n.t('{0} runs at {1}', runs, variant),
  get disagree() {
    return l10n.t('The seeds had different results: expand the row to compare them.');
  },
  spread: (mean: string, spread: string) => l10n.t('{0} ± {1}', mean, spread),
  ofRuns: (some: number, all: number, state: string) => l10n.t('{0} of {1} {2}', some, all, state),
  get elsewhere() {
    return l10n.t('running elsewhere');
  },
  none: '–',
  divergedAt: (word: string, step: number, unit: StepUnit) =>
    unit === 'step'
      ? l10n.t('{0} at step {1}', word, step)
      : unit === 'epoch'
        ? l10n.t('{0} in epoch {1}', word, step)
        : l10n.t('{0} in row {1}', word, step),
  get infinite() {
    return l10n.t('infinite');
  },
  verdictMarks: { slow: '▼', fast: '●', furious: '▲' } as Partial<Record<Verdict, string>>,
  get severities(): Record<Severity, string> {
    return { error: l10n.t('Error:'), warning: l10n.t('Warning:'), information: l10n.t('Information:'), hint: '' };
  },
  severityMarks: { error: '■', warning: '▼', information: '●', hint: '◆' } satisfies Record<Severity, string>,

  get emptyTitle() {
    return l10n.t('Which learning rate is just right?');
  },
  get emptyText() {
    return l10n.t(
      'A sweep trains the same small network on handwritten digits at several learning rates and draws them side by side: one too slow, one too furious, one just right. The built-in sweep takes well under a minute.',
    );
  },
  get emptyCaption() {
    return l10n.t('For example: three rates, three results.');
  },
  get loading() {
    return l10n.t('Loading…');
  },

  announceStart: (runs: number) =>
    runs === 1 ? l10n.t('Training has started.') : l10n.t('Training has started: {0} runs.', runs),
  announceEnded: (ended: number, runs: number) => l10n.t('{0} of {1} runs ended.', ended, runs),
  announceResult: (title: string, value: string | null, detail: string) =>
    value === null
      ? l10n.t('Training has ended. {0}. {1}', title, detail)
      : l10n.t('Training has ended. {0}: {1}. {2}', title, value, detail),
};
