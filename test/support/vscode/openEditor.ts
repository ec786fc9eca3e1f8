import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { _electron } from 'playwright-core';
import type { Page } from 'playwright-core';
import { runProgram } from '../programs.ts';
import { USUAL_VIEWPORT, openPage } from './browser.ts';
import type { Viewport } from './browser.ts';
import type { Editor } from './editor.ts';
import { cleanEnvironment } from './editorHome.ts';
import type { EditorHome } from './editorHome.ts';
import { startServer, workbenchUrl } from './server.ts';

/** A VS Code with the packaged extension, opened as a user would. */
export interface OpenEditor {
  readonly page: Page;
  /** Hosts that the page may talk to. */
  readonly hosts: readonly string[];
  resize(viewport: Viewport): Promise<void>;
  close(): Promise<void>;
}

/** What is used of Electron, whose types are no package of the project. */
interface Electron {
  readonly BrowserWindow: { getAllWindows(): ReadonlyArray<{ setContentSize(width: number, height: number): void }> };
}

/** Installs a package into an empty home and opens its workspace. */
export function openEditor(editor: Editor, home: EditorHome, vsix: string, isTrustOn: boolean): Promise<OpenEditor> {
  return editor.kind === 'desktop'
    ? openDesktop(editor.executable, home, vsix, isTrustOn)
    : openServer(editor, home, vsix, isTrustOn);
}

async function openServer(
  editor: Editor & { kind: 'server' },
  home: EditorHome,
  vsix: string,
  isTrustOn: boolean,
): Promise<OpenEditor> {
  const server = await startServer(editor.server, home, { vsix, isTrustOn });
  const { browser, page } = await openPage(editor.chromium);
  await page.goto(workbenchUrl(server, home.workspace));
  const close = () => browser.close().finally(() => server.stop());
  return { page, hosts: [new URL(server.origin).host], resize: (viewport) => page.setViewportSize(viewport), close };
}

async function openDesktop(
  executablePath: string,
  home: EditorHome,
  vsix: string,
  isTrustOn: boolean,
): Promise<OpenEditor> {
  const env = cleanEnvironment();
  const folders = [`--user-data-dir=${home.userData}`, `--extensions-dir=${home.extensions}`];
  const [cli, ...cliArguments] = resolveCliArgsFromVSCodeExecutablePath(executablePath, { reuseMachineInstall: true });
  // The command line is a batch file on Windows, which only a shell can start.
  const shell = process.platform === 'win32';
  const quote = (text: string) => (shell ? `"${text}"` : text);
  await runProgram(quote(cli), [...cliArguments, ...folders, '--install-extension', vsix, '--force'].map(quote), {
    env,
    shell,
  });

  const args = [
    ...folders,
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
  ];
  if (!isTrustOn) args.push('--disable-workspace-trust');
  const app = await _electron.launch({
    executablePath,
    args: [...args, home.workspace],
    env: env as Record<string, string>,
  });
  const page = await app.firstWindow();
  const resize = ({ width, height }: Viewport) =>
    app.evaluate(
      ({ BrowserWindow }: Electron, size) => BrowserWindow.getAllWindows()[0].setContentSize(size[0], size[1]),
      [width, height],
    );
  await resize(USUAL_VIEWPORT);
  return { page, hosts: [], resize, close: () => app.close() };
}
