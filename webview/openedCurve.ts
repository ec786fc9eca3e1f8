import type { ChartCard } from './chartCard.ts';
import type { Settings } from './settings.ts';
import { TEXTS } from './texts.ts';

/** What is to be shown alone: ids of variants, and the index of the run that is marked in the table; null marks none. */
export interface CurveSelection {
  readonly variants: readonly string[];
  readonly run: number | null;
}

/** Where a curve was opened from, and what was shown there. */
interface Origin {
  readonly place: HTMLElement;
  readonly scrollY: number;
  readonly settings: Pick<Settings, 'hidden' | 'hiddenGroups' | 'selected'>;
  readonly card: ChartCard;
}

/** The curve that was opened from a point of a chart or a row of the table, and the way back to there. */
export class OpenedCurve {
  #origin: Origin | null = null;

  /** @param bar stays at the top of a high page while it is scrolled */
  constructor(
    private readonly settings: () => Settings,
    private readonly onChange: (change: Partial<Settings>) => void,
    private readonly announce: (text: string) => void,
    private readonly bar: HTMLElement,
  ) {}

  /**
   * Shows some variants alone but for the baselines, in a chart that comes into view.
   * @param variants ids of all variants
   * @param labels of those that are shown
   * @param place that has the focus again when the reader goes back
   */
  open(
    card: ChartCard,
    { variants: shown, run }: CurveSelection,
    variants: readonly string[],
    labels: readonly string[],
    place: HTMLElement,
  ): void {
    const { hidden, hiddenGroups, selected } = this.#origin?.settings ?? this.settings();
    const { baselines } = this.settings();
    const isLeftOut = (id: string): boolean => !shown.includes(id) && !baselines.includes(id);
    this.#origin?.card.setBack(false);
    this.#origin = { place, scrollY: window.scrollY, settings: { hidden, hiddenGroups, selected }, card };
    card.setBack(true);
    this.onChange({ hidden: variants.filter(isLeftOut), hiddenGroups: [], selected: run === null ? [] : [run] });
    card.bringIntoView(getComputedStyle(this.bar).position === 'sticky' ? this.bar.offsetHeight : 0);
    this.announce(TEXTS.announceOpened(labels.join(', '), card.title));
  }

  /** Shows again what was shown before. Returns whether there is a way back. */
  close(): boolean {
    if (!this.#origin) return false;
    const { place, scrollY, settings } = this.#origin;
    this.forget();
    this.onChange(settings);
    window.scrollTo({ top: scrollY, behavior: 'instant' });
    place.focus({ preventScroll: true });
    this.announce(TEXTS.announceBack);
    return true;
  }

  /** Shows again what was shown before if the chart of the curve is none of these, and its way back with it; the reader stays where they are. */
  closeWithout(cards: readonly ChartCard[]): void {
    if (!this.#origin || cards.includes(this.#origin.card)) return;
    const { settings } = this.#origin;
    this.forget();
    this.onChange(settings);
    this.announce(TEXTS.announceBack);
  }

  /** There is no way back any more, because the reader has chosen something else. */
  forget(): void {
    this.#origin?.card.setBack(false);
    this.#origin = null;
  }
}
