import { checkbox, slider } from './controls.ts';
import type { Slider, Toggle } from './controls.ts';
import { element, setShown } from './dom.ts';
import { smoothingWindow } from './settings.ts';
import type { Settings } from './settings.ts';
import { TEXTS } from './texts.ts';

/** How curves are looked at: smoothing and axes. */
export class ViewBar {
  readonly root: HTMLElement;
  readonly #smoothing: Slider;
  readonly #toggles: Readonly<Record<'logLoss' | 'logTime' | 'showAllLosses', Toggle>>;

  constructor(onChange: (change: Partial<Settings>) => void) {
    this.#smoothing = slider(TEXTS.smoothing, TEXTS.smoothingHint, 100, (smoothing) => onChange({ smoothing }));
    this.#toggles = {
      logLoss: checkbox(TEXTS.logLoss, TEXTS.logLossHint, (logLoss) => onChange({ logLoss, zooms: {} })),
      logTime: checkbox(TEXTS.logTime, TEXTS.logTimeHint, (logTime) => onChange({ logTime, zooms: {} })),
      showAllLosses: checkbox(TEXTS.showAllLosses, TEXTS.showAllLossesHint, (showAllLosses) =>
        onChange({ showAllLosses, zooms: {} }),
      ),
    };
    const { logLoss, logTime, showAllLosses } = this.#toggles;
    this.root = element(
      'div',
      { class: 'view-bar', role: 'group', 'aria-label': TEXTS.view },
      this.#smoothing.root,
      logLoss.root,
      logTime.root,
      showAllLosses.root,
    );
  }

  /**
   * @param steps of a whole run, to say what smoothing means
   * @param smooths whether any chart is smoothed
   */
  update(settings: Settings, steps: number, smooths: boolean): void {
    setShown(this.#smoothing.root, smooths);
    const memory = Math.round(smoothingWindow(settings.smoothing) * steps);
    this.#smoothing.set(
      settings.smoothing,
      settings.smoothing === 0 ? TEXTS.smoothingOff : TEXTS.smoothingSteps(Math.max(1, memory)),
    );
    for (const name of ['logLoss', 'logTime', 'showAllLosses'] as const) this.#toggles[name].set(settings[name]);
  }
}
