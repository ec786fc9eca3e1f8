import { readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardReport, KeptStart } from './guardMessages.ts';
import { BUSY_FOR, keptFiles, LOOK_INTERVAL, OWNER_NAME, SIGN_INTERVAL, Silence } from './keptFiles.ts';

/**
 * Looks after the folder of what is kept, in the process that is to end it: gives signs of life, keeps the output short, and tells at each look
 * whether it is to end. Does so until the process ends.
 * @param onEnd gets whether nobody follows it any more; else it was asked to end
 */
export async function watchKept(
  { folder, leftFor, maxOutput }: KeptStart,
  onEnd: (isLeft: boolean) => void,
): Promise<void> {
  const files = keptFiles(folder);
  const silence = new Silence();
  for (let next = 0; ; await delay(LOOK_INTERVAL)) {
    if (performance.now() >= next) {
      await writeFile(files.guard, '').catch(() => undefined);
      next = performance.now() + SIGN_INTERVAL;
    }
    // One that cannot be read now may be at the next look.
    const names = await readdir(folder).catch(unlessGone);
    const silent = silence.listen(await ownersSign(folder, names ?? []));
    const isSilent =
      leftFor !== null && silent >= leftFor && (silent >= BUSY_FOR || !(await isOwnerThere(folder, names ?? [])));
    // Whoever started it may be held up for long, but is there. A folder that is gone has no owner.
    const isLeft = !process.connected && (isSilent || names === null);
    if (isLeft || names?.includes(path.basename(files.end))) onEnd(isLeft);
    for (const output of [files.stdout, files.stderr])
      if (await isLonger(output, maxOutput)) await empty(output, files.cut);
  }
}

/**
 * Writes how what is kept has ended. Readers see all of it or nothing. Where it cannot be written, they notice that there are no more signs of
 * life.
 * @param folder absolute path
 */
export async function writeEnd(folder: string, last: GuardReport): Promise<void> {
  const { ended } = keptFiles(folder);
  const unfinished = `${ended}.tmp`;
  await writeFile(unfinished, JSON.stringify(last))
    .then(() => rename(unfinished, ended))
    .catch(() => undefined);
}

/** No names, or null for a folder that does not exist. */
function unlessGone({ code }: NodeJS.ErrnoException): string[] | null {
  return code === 'ENOENT' ? null : [];
}

/** Changes with each sign of life of those who own what is kept. */
async function ownersSign(folder: string, names: readonly string[]): Promise<string> {
  const owners = names.filter((name) => OWNER_NAME.test(name)).sort();
  const times = owners.map(async (name) => (await stat(path.join(folder, name)).catch(() => null))?.mtimeMs);
  return [...owners, ...(await Promise.all(times))].join();
}

/** Whether the process of the window that has taken the folder over last exists: a window that is busy gives no signs of life. */
async function isOwnerThere(folder: string, names: readonly string[]): Promise<boolean> {
  const newest = Math.max(0, ...names.map((name) => Number(OWNER_NAME.exec(name)?.[1] ?? 0)));
  try {
    const owner = await readFile(path.join(folder, `owner-${newest}.json`), 'utf8');
    process.kill((JSON.parse(owner) as { readonly pid: number }).pid, 0);
    return true;
  } catch (error) {
    // It belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** @param cut says from now on that it was emptied */
async function empty(output: string, cut: string): Promise<void> {
  await writeFile(cut, '').catch(() => undefined);
  await truncate(output).catch(() => undefined);
}

async function isLonger(file: string, bytes: number): Promise<boolean> {
  return ((await stat(file).catch(() => null))?.size ?? 0) > bytes;
}
