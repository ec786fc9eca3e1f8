import { checkbox, slider } from './controls.ts';
import type { Slider, Toggle } from './controls.ts';
import { element, setShown } from './dom.ts';
import { DEFAULT_SETTINGS, settingsInSeconds, smoothingWindow } from './settings.ts';
import type { Settings } from './settings.ts';
import { TEXTS } from './texts.ts';

const TOGGLES = ['logLoss', 'logTime', 'inSeconds', 'showAllLosses'] as const;

type ToggleName = (typeof TOGGLES)[number];

/** What of the view bar depends on the experiment. */
export interface ViewOffer {
  /** Of a whole run, to say what smoothing means. */
  readonly steps: number;
  /** Whether any chart is smoothed. */
  readonly smooths: boolean;
  /** Whether curves can be drawn over seconds. */
  readonly seconds: boolean;
}

/** How curves are looked at: smoothing and axes. */
export class ViewBar {
  readonly root: HTMLElement;
  readonly #smoothing: Slider;
  readonly #toggles: Readonly<Record<ToggleName, Toggle>>;

  #settings = DEFAULT_SETTINGS;

  constructor(onChange: (change: Partial<Settings>) => void) {
    this.#smoothing = slider(TEXTS.smoothing, TEXTS.smoothingHint, 100, (smoothing) => onChange({ smoothing }));
    this.#toggles = {
      logLoss: checkbox(TEXTS.logLoss, TEXTS.logLossHint, (logLoss) => onChange({ logLoss, zooms: {} })),
      logTime: checkbox(TEXTS.logTime, TEXTS.logTimeHint, (logTime) => onChange({ logTime, zooms: {} })),
      inSeconds: checkbox(TEXTS.inSeconds, TEXTS.inSecondsHint, (inSeconds) =>
        onChange(settingsInSeconds(this.#settings, inSeconds)),
      ),
      showAllLosses: checkbox(TEXTS.showAllLosses, TEXTS.showAllLossesHint, (showAllLosses) =>
        onChange({ showAllLosses, zooms: {} }),
      ),
    };
    this.root = element(
      'div',
      { class: 'view-bar', role: 'group', 'aria-label': TEXTS.view },
      this.#smoothing.root,
      ...TOGGLES.map((name) => this.#toggles[name].root),
    );
  }

  update(settings: Settings, { steps, smooths, seconds }: ViewOffer): void {
    this.#settings = settings;
    setShown(this.#smoothing.root, smooths);
    setShown(this.#toggles.inSeconds.root, seconds);
    const memory = Math.round(smoothingWindow(settings.smoothing) * steps);
    this.#smoothing.set(
      settings.smoothing,
      settings.smoothing === 0 ? TEXTS.smoothingOff : TEXTS.smoothingSteps(Math.max(1, memory)),
    );
    for (const name of TOGGLES) this.#toggles[name].set(settings[name]);
  }
}
