import type { Workbench } from './workbench.ts';

/** Called in a `describe`: a test that fails leaves .cache/screenshots/failed-<its title>.png. */
export function keepPictureOfFailure(workbench: () => Workbench | undefined): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest
      .fullTitle()
      .replaceAll(/[^\w]+/g, '-')
      .slice(0, 100);
    await workbench()?.screenshot(`failed-${name}`);
  });
}
