import { runTests } from '@vscode/test-electron';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openPage } from './browser.ts';
import { CACHE } from './editor.ts';
import type { Editor } from './editor.ts';
import { cleanEnvironment } from './editorHome.ts';
import type { EditorHome } from './editorHome.ts';
import { remoteUri, startServer, workbenchUrl } from './server.ts';
import { writeUserSettings } from './userSettings.ts';

/** One start of VS Code that runs a bundled suite in its extension host. */
export interface HostRun {
  readonly name: string;
  /** The folder of the bundled suite. */
  readonly suite: string;
  /** Where the suite writes its text and its results. */
  readonly results: string;
}

/** The project's folder: the extension under test. */
const EXTENSION = path.resolve(__dirname, '..', '..', '..');
/** Milliseconds after which a run counts as hanging: each test has a limit of its own that is reached long before. */
const LIMIT = 15 * 60_000;
/** Characters at the end of the server's log that are shown when something went wrong. */
const LOG_END = 1_000;

/** Runs a suite to its end. @returns null, or what went wrong with VS Code itself: what the tests said is in the results. */
export async function runInHost(editor: Editor, home: EditorHome, run: HostRun): Promise<string | null> {
  await writeUserSettings(home.userData, false, {});
  return editor.kind === 'desktop' ? runOnDesktop(editor.executable, home, run) : runOnServer(editor, home, run);
}

async function runOnDesktop(
  vscodeExecutablePath: string,
  home: EditorHome,
  { suite, results }: HostRun,
): Promise<string | null> {
  const unwanted = Object.keys(process.env).filter((name) => !(name in cleanEnvironment()));
  for (const name of unwanted) delete process.env[name];
  const launchArgs = [home.workspace, `--user-data-dir=${home.userData}`, `--extensions-dir=${home.extensions}`];
  const extensionTestsPath = path.join(suite, 'index.js');
  const extensionTestsEnv = { GOLDILOCKS_RESULTS: results };
  return runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: EXTENSION,
    extensionTestsPath,
    launchArgs,
    extensionTestsEnv,
  }).then(
    () => null,
    (error: unknown) => String(error),
  );
}

async function runOnServer(
  editor: Editor & { kind: 'server' },
  home: EditorHome,
  { name, suite, results }: HostRun,
): Promise<string | null> {
  const errors: string[] = [];
  const server = await startServer(editor.server, home, {
    runsSuites: true,
    environment: { GOLDILOCKS_RESULTS: results },
  });
  try {
    const { browser, page } = await openPage(editor.chromium);
    try {
      const ended = new Promise<string | null>((resolve) => {
        const timer = setTimeout(() => resolve(`The suite did not end in ${LIMIT / 60_000} minutes.`), LIMIT);
        const end = (why: string | null) => {
          clearTimeout(timer);
          resolve(why);
        };
        page.on('crash', () => end('The page of the workbench crashed.'));
        browser.on('disconnected', () => end('The browser ended.'));
        // The workbench calls this when the extension host has run the suite, and also when it has died.
        void page.exposeFunction('codeAutomationExit', (code: number) =>
          end(code === 0 ? null : `The suite ended with code ${code}.`),
        );
        // And this for what the extension host writes to its console.
        void page.exposeFunction('codeAutomationLog', (level: string, args: readonly unknown[]) => {
          if (level === 'error') errors.push(args.map(String).join(' '));
        });
      });
      const payload = [
        ['extensionDevelopmentPath', remoteUri(server, EXTENSION)],
        ['extensionTestsPath', remoteUri(server, path.join(suite, 'index.js'))],
      ] as const;
      await page.goto(workbenchUrl(server, home.workspace, payload), { timeout: LIMIT });
      const complaint = await ended;
      if (complaint === null) return null;
      const screenshot = path.join(CACHE, 'screenshots', `failed-${name}.png`);
      await mkdir(path.dirname(screenshot), { recursive: true });
      await page.screenshot({ path: screenshot }).catch(() => undefined);
      return [
        `${complaint} What it looked like: ${path.relative(EXTENSION, screenshot)}`,
        ...errors,
        server.log().slice(-LOG_END),
      ].join('\n');
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}
