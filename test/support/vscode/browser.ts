import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

/** The browser reaches this machine and nothing else, so what the workbench or the extension asks of others fails and shows. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export const USUAL_VIEWPORT: Viewport = { width: 1280, height: 800 };

/** Opens a page in the system's Chromium. */
export async function openPage(
  executablePath: string,
  viewport = USUAL_VIEWPORT,
): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
  const context = await browser.newContext({ viewport });
  return { browser, page: await context.newPage() };
}
