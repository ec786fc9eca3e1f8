import type { ExperimentLibrary, LibraryEvents } from '../../app/experimentLibrary.ts';
import { lineOf } from '../../domain/buckets.ts';
import { EMPTY_SERIES } from '../../domain/series.ts';
import { MAX_POINTS } from '../../domain/thinning.ts';
import type { Metric } from '../../domain/series.ts';
import type { FigureDefinition } from '../../kinds/figureDefinition.ts';
import { metricFigure } from '../../kinds/metricFigure.ts';
import type {
  FigurePart,
  PanelMessage,
  PanelParts,
  PanelRunUpdate,
  PanelSeries,
  SeriesUpdate,
} from '../../protocol/panel.ts';
import type { MeasuredRun } from './panelRun.ts';
import { LiveSource, StoredSource } from './panelSource.ts';
import type { PanelSnapshot, PanelSource, SourceTexts } from './panelSource.ts';
import { copied, newPoints } from './seriesUpdates.ts';
import type { SentSeries } from './seriesUpdates.ts';

/** Milliseconds between two updates: live to the eye, and few enough for the slowest page. */
const UPDATE_INTERVAL = 160;
/** Milliseconds between two reads of an experiment that is trained elsewhere. */
const POLL_INTERVAL = 2000;
/** Milliseconds of work before a pause, so that the extension host can do other work. */
const TIME_SLICE = 8;
/** The most bytes of metrics.jsonl, of all runs, that are read to show a part of a figure: some ten thousand steps. */
const DETAIL_BYTES = 4 * 1024 * 1024;

/** How much of a run the page has. */
interface SentRun {
  /** Everything but the epochs. */
  readonly run: string;
  readonly epochs: number;
  readonly origin: string;
  /** By metric. */
  readonly series: Readonly<Record<string, SentSeries>>;
}

/** What the page has. */
interface SentState {
  /** By run. */
  readonly runs: ReadonlyMap<number, SentRun>;
  /** By name of the part. */
  readonly parts: Readonly<Record<keyof PanelParts, string>>;
}

/** What a run has that the page does not. */
interface RunChanges {
  readonly run: PanelRunUpdate | null;
  readonly series: readonly SeriesUpdate[];
  readonly sent: SentRun;
}

/**
 * Sends one experiment to a page: everything at first, then only changes, until it is closed. The feed keeps no copy of the history; it
 * only remembers how much of it was sent.
 */
export class PanelFeed {
  #source: PanelSource | null = null;
  #sent: SentState | null = null;
  #figures: readonly FigureDefinition[] = [];
  /** Metrics that the reader wants charts of. */
  #chosen: readonly Metric[] = [];
  /** The newest request for a part, by figure. */
  readonly #detailRequests = new Map<string, object>();
  #timer: NodeJS.Timeout | null = null;
  #isSending = false;
  #sendAgain = false;
  #isClosed = false;

  /**
   * @param post sends a message to the page
   * @param onProblem gets what went wrong
   */
  constructor(
    readonly folder: string,
    private readonly library: ExperimentLibrary,
    private readonly texts: SourceTexts,
    private readonly post: (message: PanelMessage) => void,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Sends everything, and from then on what changes, until the feed is closed. */
  async open(): Promise<void> {
    this.library.on('run', this.#onRun).on('cancelling', this.#onChange).on('annotated', this.#onAnnotated);
    this.library.on('started', this.#onStartedOrEnded).on('ended', this.#onStartedOrEnded);
    await this.#hydrate();
  }

  /**
   * Sends a part of a figure in as much detail as can be seen, unless another part of it is asked for meanwhile.
   * @param points of each line that can be told apart there
   */
  async sendDetail({ figure, steps }: FigurePart, points: number): Promise<void> {
    const source = this.#source;
    const definition = this.#figures.find(({ name }) => name === figure);
    if (!source || !definition) return;
    const request = {};
    this.#detailRequests.set(figure, request);
    const runs = [...(this.#sent?.runs.keys() ?? [])];
    const wanted = {
      metrics: definition.lines.map(({ metric }) => metric),
      steps,
      points: Math.min(Math.max(points, 1), MAX_POINTS),
      maxBytes: DETAIL_BYTES / Math.max(1, runs.length),
    };
    const series: PanelSeries[] = [];
    for (const index of runs) {
      for (const [metric, buckets] of Object.entries(await source.part(index, wanted)))
        series.push({ index, metric, ...copied(lineOf(buckets)) });
      if (this.#isClosed || this.#detailRequests.get(figure) !== request) return;
    }
    this.post({ type: 'detail', folder: this.folder, figure, steps, series });
  }

  /** Sends charts of these metrics too, as far as they were measured. */
  drawMetrics(metrics: readonly Metric[]): void {
    this.#chosen = metrics;
    this.#schedule(0);
  }

  /** Stops sending. */
  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.library.off('run', this.#onRun).off('cancelling', this.#onChange).off('annotated', this.#onAnnotated);
    this.library.off('started', this.#onStartedOrEnded).off('ended', this.#onStartedOrEnded);
  }

  readonly #onRun = (folder: LibraryEvents['run'][0]): void => {
    if (folder === this.folder) this.#schedule(UPDATE_INTERVAL);
  };

  readonly #onChange = (folder: string): void => {
    if (folder === this.folder) this.#schedule(0);
  };

  readonly #onAnnotated = (folder: string): void => {
    // A training that has ended does not know in memory what was written about it since.
    if (folder === this.folder) void this.#hydrate().catch(this.onProblem);
  };

  readonly #onStartedOrEnded = (folder: string): void => {
    if (folder !== this.folder) return;
    const active = this.library.activeIn(folder);
    // A training that has ended is still read from memory, where all of its history is.
    if (active) void this.#hydrate().catch(this.onProblem);
    else this.#schedule(0);
  };

  async #hydrate(): Promise<void> {
    const active = this.library.activeIn(this.folder);
    this.#source = active
      ? new LiveSource(active, this.library, this.texts)
      : await StoredSource.open(this.folder, this.library, this.texts);
    this.#sent = null;
    await this.#send();
  }

  #schedule(delay: number): void {
    if (this.#isClosed || (this.#timer && delay > 0)) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#send().catch(this.onProblem);
    }, delay);
  }

  /** Sends what the page does not have yet; one message at a time, because their order counts. */
  async #send(): Promise<void> {
    if (this.#isSending) {
      this.#sendAgain = true;
      return;
    }
    this.#isSending = true;
    try {
      do {
        this.#sendAgain = false;
        await this.#sendOnce(this.#source!);
      } while (this.#sendAgain && !this.#isClosed);
    } finally {
      this.#isSending = false;
    }
  }

  async #sendOnce(source: PanelSource): Promise<void> {
    const snapshot = await source.snapshot();
    const before = this.#sent;
    const parts = partsOf(snapshot, this.#chosen);
    const { runs, series, sent } = await changesSince(before, snapshot.runs, parts);
    // Another source has taken over meanwhile, and everything is sent from there.
    if (this.#isClosed || source !== this.#source) return;
    this.#sent = sent;
    this.#figures = parts.figures;
    const { folder } = this;
    if (before) {
      this.post({ type: 'update', folder, runs, series, ...changedParts(parts, before.parts, sent.parts) });
    } else {
      this.post({ type: 'hydrate', folder, record: source.record, runs, series, ...parts });
    }
    if (snapshot.elsewhere) this.#schedule(POLL_INTERVAL);
  }
}

async function changesSince(
  before: SentState | null,
  measuredRuns: readonly MeasuredRun[],
  parts: PanelParts,
): Promise<{ runs: PanelRunUpdate[]; series: SeriesUpdate[]; sent: SentState }> {
  const metrics = drawnMetrics(parts.figures);
  const runs: PanelRunUpdate[] = [];
  const series: SeriesUpdate[] = [];
  const sent = new Map<number, SentRun>();
  let started = performance.now();
  for (const measured of measuredRuns) {
    const changes = runChanges(measured, before?.runs.get(measured.run.index), metrics);
    if (changes.run) runs.push(changes.run);
    series.push(...changes.series);
    sent.set(measured.run.index, changes.sent);
    if (performance.now() - started > TIME_SLICE) {
      await new Promise((resolve) => setImmediate(resolve));
      started = performance.now();
    }
  }
  const texts = Object.entries(parts).map(([name, part]) => [name, JSON.stringify(part)]);
  return { runs, series, sent: { runs: sent, parts: Object.fromEntries(texts) as SentState['parts'] } };
}

function runChanges(
  { run, buckets, origin }: MeasuredRun,
  before: SentRun | undefined,
  metrics: ReadonlySet<string>,
): RunChanges {
  const { epochs, ...rest } = run;
  const text = JSON.stringify(rest);
  const continues = before?.origin === origin && before.epochs <= epochs.length;
  const keptEpochs = continues ? before.epochs : 0;
  const hasChanged = before?.run !== text || !continues || epochs.length > keptEpochs;
  const series: Record<string, SentSeries> = {};
  const updates = [...metrics].flatMap((metric): SeriesUpdate[] => {
    const measured = buckets(metric);
    if (!measured) return [];
    const known = (continues && before.series[metric]) || null;
    const added = newPoints(measured, known);
    series[metric] = added?.sent ?? known!;
    return added ? [{ index: run.index, metric, kept: added.kept, ...added.line }] : [];
  });
  return {
    run: hasChanged ? { ...rest, epochs: epochs.slice(keptEpochs), keptEpochs } : null,
    series: continues || !before ? updates : [...clearedSeries(run.index, before, series), ...updates],
    sent: { run: text, epochs: epochs.length, origin, series },
  };
}

/** Empties the metrics that the page has and the run does not any more. */
function clearedSeries(index: number, before: SentRun, series: SentRun['series']): SeriesUpdate[] {
  return Object.keys(before.series)
    .filter((metric) => !series[metric])
    .map((metric) => ({ index, metric, kept: 0, ...EMPTY_SERIES }));
}

/** What the figures need of the runs' series, for their horizontal axes too: the reader may choose seconds. */
function drawnMetrics(figures: readonly FigureDefinition[]): ReadonlySet<string> {
  const lines = figures.flatMap((figure) => figure.lines.map(({ metric }) => metric));
  const xs = figures.map(({ x }) => (x.kind === 'rate' ? 'rate' : 'seconds'));
  return new Set([...lines, ...xs]);
}

function partsOf({ runs, elsewhere: _, figures, ...parts }: PanelSnapshot, chosen: readonly Metric[]): PanelParts {
  const drawn = drawnMetrics(figures);
  const metrics = [...new Set(runs.flatMap((run) => run.metrics))].filter((metric) => !drawn.has(metric));
  const unit = runs.at(0)?.run.facts.unit ?? 'step';
  const added = chosen.filter((metric) => metrics.includes(metric)).map((metric) => metricFigure(metric, unit));
  return { ...parts, figures: [...figures, ...added], metrics };
}

function changedParts(parts: PanelParts, before: SentState['parts'], now: SentState['parts']): Partial<PanelParts> {
  const names = Object.keys(parts) as (keyof PanelParts)[];
  return Object.fromEntries(names.filter((name) => before[name] !== now[name]).map((name) => [name, parts[name]]));
}
