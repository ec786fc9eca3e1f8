import type { ExperimentLibrary, LibraryEvents } from '../../app/experimentLibrary.ts';
import type { LossUpdate, PanelMessage, PanelRunUpdate } from '../../protocol/panel.ts';
import { lossSeries } from './lossSeries.ts';
import { LiveSource, StoredSource } from './panelSource.ts';
import type { PanelSource, RunSamples, SourceTexts, Standing } from './panelSource.ts';

/** Milliseconds between two updates: live to the eye, and few enough for the slowest page. */
const UPDATE_INTERVAL = 160;
/** Milliseconds between two looks at an experiment that somebody else works on. */
const POLL_INTERVAL = 2000;
/** Milliseconds of work after which the extension host gets a turn for everything else. */
const TURN = 8;

/** How much of a run's history the page has. */
interface Sent {
  /** Everything but the epochs. */
  readonly run: string;
  readonly epochs: number;
  readonly origin: RunSamples['origin'];
  readonly samples: number;
}

/**
 * Tells a page about one experiment: everything at first, then what has changed, as long as the page is there to hear it. The
 * history itself stays where it is kept; the feed only remembers how much of it was sent.
 */
export class PanelFeed {
  #source: PanelSource | null = null;
  #sent: Sent[] = [];
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #again = false;
  #closed = false;

  /**
   * @param post sends a message to the page
   * @param onProblem gets what went wrong on the way
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
    this.library.on('run', this.#onRun).on('started', this.#onTurn).on('ended', this.#onTurn);
    await this.#hydrate();
  }

  /** Nothing is sent any more. */
  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.library.off('run', this.#onRun).off('started', this.#onTurn).off('ended', this.#onTurn);
  }

  readonly #onRun = (folder: LibraryEvents['run'][0]): void => {
    if (folder === this.folder) this.#schedule(UPDATE_INTERVAL);
  };

  /** A sweep was started or has ended in the folder: by whom it is known, and what can be done with it, has changed. */
  readonly #onTurn = (folder: string): void => {
    if (folder !== this.folder) return;
    const active = this.library.activeIn(folder);
    // A sweep that has ended is still read from memory, where all of its history is.
    if (active) void this.#hydrate().catch(this.onProblem);
    else this.#schedule(0);
  };

  async #hydrate(): Promise<void> {
    const active = this.library.activeIn(this.folder);
    this.#source = active
      ? new LiveSource(active, this.library, this.texts)
      : await StoredSource.open(this.folder, this.library, this.texts);
    this.#sent = [];
    await this.#tell();
  }

  #schedule(delay: number): void {
    if (this.#closed || (this.#timer && delay > 0)) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tell().catch(this.onProblem);
    }, delay);
  }

  /** Sends what the page does not have yet; one at a time, for the order of what is sent counts. */
  async #tell(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        await this.#tellOnce(this.#source!);
      } while (this.#again && !this.#closed);
    } finally {
      this.#busy = false;
    }
  }

  async #tellOnce(source: PanelSource): Promise<void> {
    const standing = await source.standing();
    const whole = this.#sent.length === 0;
    const { runs, losses, sent } = await this.#news(standing);
    // Another source has taken over meanwhile, and tells everything in its turn.
    if (this.#closed || source !== this.#source) return;
    this.#sent = sent;
    const { folder } = this;
    const { actions, progress, summary } = standing;
    const { record } = source;
    if (whole)
      this.post({
        type: 'hydrate',
        folder,
        record,
        title: this.texts.title(record),
        runs,
        losses,
        actions,
        progress,
        summary,
      });
    else this.post({ type: 'update', folder, runs, losses, actions, progress, summary });
    if (standing.elsewhere) this.#schedule(POLL_INTERVAL);
  }

  async #news({ runs, samples }: Standing): Promise<{ runs: PanelRunUpdate[]; losses: LossUpdate[]; sent: Sent[] }> {
    const changed: PanelRunUpdate[] = [];
    const losses: LossUpdate[] = [];
    const sent: Sent[] = [];
    let started = performance.now();
    for (const [index, run] of runs.entries()) {
      const before = this.#sent[index] as Sent | undefined;
      const { samples: all, origin } = samples[index];
      const { epochs, ...rest } = run;
      const text = JSON.stringify(rest);
      const continues = before?.origin === origin && before.samples <= all.length && before.epochs <= epochs.length;
      const kept = continues ? before.epochs : 0;
      if (before?.run !== text || !continues || epochs.length > kept)
        changed.push({ ...rest, epochs: epochs.slice(kept), keptEpochs: kept });
      const known = continues ? before.samples : 0;
      if (!continues || known < all.length) losses.push({ index, replace: !continues, ...lossSeries(all, known) });
      sent.push({ run: text, epochs: epochs.length, origin, samples: all.length });
      if (performance.now() - started > TURN) {
        await new Promise((resolve) => setImmediate(resolve));
        started = performance.now();
      }
    }
    return { runs: changed, losses, sent };
  }
}
