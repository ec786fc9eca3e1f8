import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { until } from '../../support/processes.ts';
import { offerPackage, offeredEditor } from '../../support/vscode/uiEditor.ts';
import { Workbench } from '../../ui/workbench.ts';
import { readOptions } from '../benchOptions.ts';
import { BenchError } from '../engine/benchError.ts';
import { describeMachine, warnIfBusy } from '../engine/machine.ts';
import { replaceBetweenMarkers } from '../engine/markers.ts';
import { formatSeconds, renderTable, withSpread } from '../engine/table.ts';
import { attemptsIn, growthOf, openingTime, readPage, trainingTimes } from './timeline.ts';
import type { Growth } from './timeline.ts';

const PAGE = path.join('docs', 'benchmarks.md');
const MARKER = 'bench:ui';
const ROUNDS = 3;
/** By what else the machine does, how many loops keep it busy. */
const LOADS = { nothing: 0, 'two busy loops': 2 };
/** Milliseconds that a sweep of the article may take. */
const SWEEP_PATIENCE = 180_000;
/** Milliseconds after which a picker that cannot be clicked is opened again. */
const PICK_PATIENCE = 5000;

const HELP = `Usage: npm run bench:ui [-- --write]

Runs the sweep of the article in a real VS Code and measures how soon the panel
shows curves and how often it draws them; then opens the panel again and measures
how long it takes until it is drawn.

  --write   replaces the table in docs/benchmarks.md`;

/** What one round measures; times in seconds. */
interface Round extends Growth {
  /** From the start of the page's script to the drawn panel. */
  readonly opening: number;
}

async function main(argv: readonly string[]): Promise<void> {
  const { write, help } = readOptions(argv);
  if (help) {
    console.log(HELP);
    return;
  }
  await offerPackage(console.error);
  const warning = warnIfBusy();
  if (warning !== null) console.error(warning);
  const rows: string[][] = [];
  for (const [what, loops] of Object.entries(LOADS)) {
    const rounds = await measure(loops);
    rows.push([
      what,
      withSpread(
        rounds.map(({ firstCurve }) => firstCurve),
        formatSeconds,
      ),
      withSpread(
        rounds.flatMap(({ picturesPerSecond }) => picturesPerSecond ?? []),
        (value) => value.toFixed(1),
      ),
      withSpread(
        rounds.map(({ opening }) => opening),
        formatSeconds,
      ),
    ]);
  }
  const table = renderTable(
    [
      'beside it',
      'first curve after the first sample',
      'pictures a second after that',
      "from the page's script to a drawn panel",
    ],
    rows,
  );
  console.log(table);
  if (!write) return;
  const { editor } = offeredEditor();
  const text = `${table}\n\nMedians of ${ROUNDS} rounds, the lowest and the highest in brackets. ${describeMachine()}, VS Code ${editor.version} (${editor.kind}), ${new Date().toISOString().slice(0, 10)}.`;
  await writeFile(PAGE, replaceBetweenMarkers(await readFile(PAGE, 'utf8'), MARKER, text));
  console.error(`written to ${PAGE}`);
}

/** Measures some rounds in one window, with as many loops beside it. */
async function measure(loops: number): Promise<Round[]> {
  const workbench = await Workbench.open();
  const busy = Array.from({ length: loops }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  try {
    await workbench.page.addInitScript({ path: path.join(__dirname, 'recorder.js') });
    await workbench.runCommand('Goldilocks: Show Panel');
    await workbench.webview().locator('#page').getByRole('heading').first().waitFor();
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS) {
      const round = await measureRound(workbench);
      console.error(JSON.stringify(round));
      rounds.push(round);
    }
    return rounds;
  } finally {
    for (const loop of busy) loop.kill('SIGKILL');
    await workbench.close();
  }
}

async function measureRound(workbench: Workbench): Promise<Round> {
  const home = path.dirname(workbench.folder);
  const panel = workbench.webview();
  const before = new Set(attemptsIn(home));
  const attempts = (): string[] => attemptsIn(home).filter((attempt) => !before.has(attempt));
  await until('the sweep is chosen', () => chooseSweep(workbench), SWEEP_PATIENCE);
  await until(
    'the sweep has ended',
    () => attempts().length === 3 && attempts().every((attempt) => existsSync(path.join(attempt, 'result.json'))),
    SWEEP_PATIENCE,
  );
  const times = trainingTimes(attempts());
  const hasCurve = async (after: number): Promise<boolean> =>
    (await readPage(panel)).pictures.some((picture) => picture.hasCurve && picture.time > after);
  await until('a curve is there', () => hasCurve(times.firstSample), SWEEP_PATIENCE);
  const growth = growthOf(times, (await readPage(panel)).pictures);

  await workbench.runCommand('File: New Untitled Text File');
  await panel.locator('main').waitFor({ state: 'hidden' });
  await workbench.runCommand('Goldilocks: Show Panel');
  await panel.locator('main').waitFor({ timeout: SWEEP_PATIENCE });
  await until('the curves are there again', () => hasCurve(0), SWEEP_PATIENCE);
  return { ...growth, opening: openingTime(await readPage(panel)) };
}

/** False if the picker was closed before, as it is when the panel takes the focus. */
async function chooseSweep(workbench: Workbench): Promise<boolean> {
  await workbench.runCommand('Goldilocks: Run LR Sweep');
  const row = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Slow, Fast, or Furious' });
  return row.click({ timeout: PICK_PATIENCE }).then(
    () => true,
    () => false,
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BenchError ? error.message : error);
  process.exitCode = 1;
});
