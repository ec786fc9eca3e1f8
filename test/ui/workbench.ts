import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { processesWith, until } from '../support/processes.ts';
import type { Viewport } from '../support/vscode/browser.ts';
import { CACHE } from '../support/vscode/editor.ts';
import { makeEditorHome } from '../support/vscode/editorHome.ts';
import type { EditorHome } from '../support/vscode/editorHome.ts';
import { openEditor } from '../support/vscode/openEditor.ts';
import type { OpenEditor } from '../support/vscode/openEditor.ts';
import { offeredEditor } from '../support/vscode/uiEditor.ts';
import { writeUserSettings } from '../support/vscode/userSettings.ts';
import type { Settings } from '../support/vscode/userSettings.ts';
import { THEME_NAMES, themeSetting } from './theme.ts';
import type { Theme } from './theme.ts';
import { Watch } from './watch.ts';

/** Milliseconds within which a state must be reached; a webview may take several seconds on a busy machine. */
const PATIENCE = 20_000;
/** The same for a workbench that has just been opened. */
const LONG_PATIENCE = 60_000;
/** A key pressed before the workbench listens is lost, so it is pressed again when nothing came of it for so long, longer each time. */
const KEY_PATIENCE = 2_000;

export interface WorkbenchOptions {
  /** Workspace trust is on and the folder was not trusted: Restricted Mode. Otherwise everything is trusted. */
  readonly isTrustOn?: boolean;
  readonly theme?: Theme;
  readonly settings?: Settings;
  /** Texts by the names of further files in the workspace: of those written later the explorer may hear late, or never. */
  readonly files?: Readonly<Record<string, string>>;
}

/** VS Code as a user sees it, with the packaged extension installed and a copy of the sample workspace open. */
export class Workbench {
  readonly watch: Watch;

  static async open({
    isTrustOn = false,
    theme = 'dark',
    settings = {},
    files = {},
  }: WorkbenchOptions = {}): Promise<Workbench> {
    const { editor, vsix } = offeredEditor();
    const home = await makeEditorHome();
    await writeUserSettings(home.userData, isTrustOn, { ...settings, ...themeSetting(theme, editor.version) });
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(home.workspace, name), text);
    const workbench = new Workbench(await openEditor(editor, home, vsix, isTrustOn), home, {
      isTrustOn,
      theme,
      settings,
    });
    try {
      await workbench.#settle();
      return workbench;
    } catch (error) {
      await workbench.screenshot('failed-to-open');
      await workbench.close();
      throw error;
    }
  }

  private constructor(
    private readonly opened: OpenEditor,
    private readonly home: EditorHome,
    private state: Required<Omit<WorkbenchOptions, 'files'>>,
  ) {
    this.watch = new Watch(opened.page, opened.hosts);
    opened.page.setDefaultTimeout(PATIENCE);
  }

  get page(): Page {
    return this.opened.page;
  }

  /** The open folder, which tests may change. */
  get folder(): string {
    return this.home.workspace;
  }

  /** Process ids of the extension's workers, but on Windows. */
  get workers(): readonly number[] {
    return processesWith(path.basename(this.home.folder), 'worker.js');
  }

  /** Runs a command by its title in the palette, "Goldilocks: Show Log". */
  async runCommand(title: string): Promise<void> {
    const input = this.#quickInput;
    const row = this.#quickRow(title);
    let timeout = KEY_PATIENCE;
    const offers = async () => {
      if (!(await input.isVisible())) await this.page.keyboard.press('ControlOrMeta+Shift+P');
      // A palette that was slow to open is closed by the key that was pressed again.
      if (!(await succeeds(input.fill(`>${title}`, { timeout })))) return false;
      if (await succeeds(row.click({ timeout }))) return true;
      // Commands of an extension that is still being found are offered only when the palette is opened again.
      await this.page.keyboard.press('Escape');
      timeout *= 2;
      return false;
    };
    await until(`the palette offers "${title}"`, offers, LONG_PATIENCE);
    // A window that reloads takes its palette away before it can be read.
    const asks = (): Promise<string> => input.inputValue({ timeout: KEY_PATIENCE }).catch(() => '');
    await until(`"${title}" is taken`, async () => !(await input.isVisible()) || (await asks()) !== `>${title}`);
  }

  /** The page inside the visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /** A notification that says this. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  /** Waits until the output panel shows a channel and has taken the focus, which closes a palette that was opened before. */
  async outputShows(channel: string): Promise<void> {
    const chosen = this.page.locator('.part.panel select:visible option:checked', { hasText: channel });
    await chosen.first().waitFor({ state: 'attached', timeout: LONG_PATIENCE });
    await this.page.locator('.part.panel .monaco-editor.focused').first().waitFor({ timeout: LONG_PATIENCE });
  }

  /** Chooses a theme in the picker. */
  async setTheme(theme: Theme): Promise<void> {
    const { label, wornAs } = THEME_NAMES[theme];
    // The picker closes when another part of the workbench, an output panel that opens, takes the focus: then it is opened again.
    const choose = async (): Promise<boolean> => {
      await this.runCommand('Preferences: Color Theme');
      const input = this.#quickInput.and(this.page.getByPlaceholder('Color Theme'));
      return (
        (await succeeds(input.fill(label, { timeout: KEY_PATIENCE }))) &&
        succeeds(this.#quickRow(label).click({ timeout: KEY_PATIENCE }))
      );
    };
    await until(`the theme ${label} is chosen`, choose, LONG_PATIENCE);
    await this.page.locator(`.monaco-workbench.${wornAs}`).waitFor();
    await this.#quickInput.waitFor({ state: 'hidden' });
    this.state = { ...this.state, theme };
  }

  /** Adds to the user's settings and reloads the window: a VS Code that runs does not always notice what changes on disk. */
  async changeSettings(settings: Settings): Promise<void> {
    this.state = { ...this.state, settings: { ...this.state.settings, ...settings } };
    const { isTrustOn, theme } = this.state;
    await writeUserSettings(this.home.userData, isTrustOn, {
      ...this.state.settings,
      ...themeSetting(theme, offeredEditor().editor.version),
    });
    await this.reload();
  }

  resize(viewport: Viewport): Promise<void> {
    return this.opened.resize(viewport);
  }

  /** Keeps a picture of a part, by default of everything, in .cache/screenshots. */
  async screenshot(name: string, part: Pick<Page | Locator, 'screenshot'> = this.page): Promise<void> {
    await mkdir(path.join(CACHE, 'screenshots'), { recursive: true });
    await part.screenshot({ path: path.join(CACHE, 'screenshots', `${name}.png`), animations: 'disabled' });
  }

  /** Reloads the window: the extension host and all views start again, what is on disk stays. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.#settle();
  }

  async close(): Promise<void> {
    await this.opened.close().finally(() => this.home.remove());
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget input.input');
  }

  #quickRow(text: string): Locator {
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.getByText(text, { exact: true }) })
      .first();
  }

  /**
   * The files in the explorer show that the workbench has reached its extension host, the counter of problems that its views are
   * registered: until then VS Code ignores a channel that asks to be shown.
   */
  async #settle(): Promise<void> {
    const wait = { timeout: LONG_PATIENCE };
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor(wait);
    await this.page.locator(`.monaco-workbench.${THEME_NAMES[this.state.theme].wornAs}`).waitFor(wait);
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'train.py' }).waitFor(wait);
    await this.page.locator('[id="status.problems"]').waitFor(wait);
  }
}

function succeeds(action: Promise<void>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}
