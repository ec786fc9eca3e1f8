import type { Locator } from 'playwright-core';
import { until } from '../support/processes.ts';

/** Waits until a user reads this there: a page shows what it was told a moment later. Fails with what stands there instead. */
export async function reads(place: Locator, text: RegExp, time?: number): Promise<void> {
  let last = '';
  const isThere = async (): Promise<boolean> => {
    last = await place.innerText();
    return text.test(last);
  };
  await until(`${String(text)} is to be read`, isThere, time).catch((error: unknown) => {
    throw new Error(`${(error as Error).message} It reads:\n${last}`);
  });
}
