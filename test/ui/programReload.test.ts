import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { FAKE_FRAMEWORKS } from '../support/probe.ts';
import { isRunning, until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that a page may take on a machine that does much else. */
const PATIENCE = 120_000;

/** A training that prints its loss until there is a file with the name "finish". */
const PROGRAM = `import os, time
with open("pid", "w") as file:
    file.write(str(os.getpid()))
step = 0
while not os.path.exists("finish"):
    print(f"step {step} loss {3 / (step + 1)} lr 0.1", flush=True)
    step += 1
    time.sleep(0.1)
`;

/** Descends a parabola: for long until there is the file, and then for 60 steps. */
const sweptProgram = (finish: string): string => `import os, time
with open(${JSON.stringify(`${finish}-pids`)}, "a") as file:
    file.write(f"{os.getpid()}\\n")
learning_rate = 0.1
weight = 1.0
step = 0
while step < 60 or not os.path.exists(${JSON.stringify(finish)}):
    print(f"step {step} loss {weight * weight + 0.01}", flush=True)
    weight -= learning_rate * weight
    step += 1
    if not os.path.exists(${JSON.stringify(finish)}):
        time.sleep(0.1)
`;

/** Descends a parabola with an optimizer of PyTorch's: slowly until there is the file. */
const foundProgram = (finish: string): string => `import os, sys, time
with open(${JSON.stringify(`${finish}-pids`)}, "a") as file:
    file.write(f"{os.getpid()}\\n")
sys.path.insert(0, ${JSON.stringify(FAKE_FRAMEWORKS)})
import torch
weight = 1.0
def move(optimizer, *_):
    global weight
    weight -= 2 * optimizer.param_groups[0]["lr"] * weight
torch.optim.optimizer.register_optimizer_step_pre_hook(move)
optimizer = torch.optim.SGD([torch.Tensor(0)], lr=3.0)
for step in range(400):
    torch.Tensor(weight * weight + 0.01).backward()
    optimizer.step()
    if not os.path.exists(${JSON.stringify(finish)}):
        time.sleep(0.5)
`;

describe('a user who reloads the window while a program trains', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'dark', files: { 'endless.py': PROGRAM } });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const statusBar = (text: RegExp): Locator => workbench.page.locator('.statusbar-item', { hasText: text });
  const file = (name: string): string => path.join(workbench.folder, name);

  it('finds it training in the same run, which goes on and finishes', async () => {
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'endless.py' }).dblclick();
    await workbench.runCommand('Goldilocks: Run With Goldilocks');
    await statusBar(/endless\.py: step \d+ · loss \d/).waitFor({ timeout: PATIENCE });
    const pid = Number(readFileSync(file('pid'), 'utf8'));
    await workbench.reload();
    assert.ok(isRunning(pid), 'it trains on');
    await statusBar(/endless\.py: step \d+ · loss \d/).waitFor({ timeout: PATIENCE });
    await workbench.screenshot('program-after-reload');
    writeFileSync(file('finish'), '');
    await until('it has ended', () => !isRunning(pid), PATIENCE);
    await statusBar(/endless\.py/).waitFor({ state: 'detached', timeout: PATIENCE });
    const results = filesIn(path.dirname(workbench.folder)).filter((name) => path.basename(name) === 'result.json');
    assert.equal(results.length, 1, 'there is one run');
    const { state } = JSON.parse(readFileSync(results[0], 'utf8')) as { state: string };
    assert.equal(state, 'finished');
    const lines = readFileSync(path.join(path.dirname(results[0]), 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const steps = lines.map((line) => (JSON.parse(line) as { step: number }).step);
    assert.deepEqual(steps, [...steps.keys()], 'its curve is whole');
  });

  it('finds a sweep of a program going on, with all runs that are still to come', async () => {
    const finish = file('finish-sweep');
    writeFileSync(file('swept.py'), sweptProgram(finish));
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'swept.py' }).dblclick();
    await workbench.runCommand('Goldilocks: Sweep Rates of This Program');
    // The first way to start it that is offered.
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused').waitFor({ timeout: PATIENCE });
    await workbench.page.keyboard.press('Enter');
    const progress = statusBar(/swept\.py at \d+ rates/);
    await progress.waitFor({ timeout: PATIENCE });
    await until('it trains', () => pidsIn(`${finish}-pids`).length > 0, PATIENCE);
    const [pid] = pidsIn(`${finish}-pids`);
    await workbench.reload();
    await progress.waitFor({ timeout: PATIENCE });
    assert.ok(isRunning(pid), 'it trains on');
    assert.equal(pidsIn(`${finish}-pids`).length, 1, 'nothing has started again');
    await workbench.screenshot('program-sweep-after-reload');
    writeFileSync(finish, '');
    await progress.waitFor({ state: 'detached', timeout: PATIENCE });
    const swept = filesIn(path.dirname(workbench.folder)).filter((name) => /swept[^/]*\/.*result\.json$/.test(name));
    assert.ok(swept.length >= 5);
    assert.equal(swept.length, pidsIn(`${finish}-pids`).length, 'each rate was trained once');
    for (const result of swept)
      assert.equal((JSON.parse(readFileSync(result, 'utf8')) as { state: string }).state, 'finished');
  });

  it('finds a range test going on, with the confirmation that is still to come', async () => {
    const finish = file('finish-find');
    writeFileSync(file('found.py'), foundProgram(finish));
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'found.py' }).dblclick();
    await workbench.runCommand('Goldilocks: Find a Rate for This Program');
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused').waitFor({ timeout: PATIENCE });
    await workbench.page.keyboard.press('Enter');
    const progress = statusBar(/found\.py/);
    await progress.waitFor({ timeout: PATIENCE });
    await until('it trains', () => pidsIn(`${finish}-pids`).length > 0, PATIENCE);
    const [pid] = pidsIn(`${finish}-pids`);
    await workbench.reload();
    await progress.waitFor({ timeout: PATIENCE });
    assert.ok(isRunning(pid), 'it trains on');
    assert.equal(pidsIn(`${finish}-pids`).length, 1, 'nothing has started again');
    await reads(workbench.webview().locator('body'), /0 of 2 runs ended, then 3 more to confirm the suggestion/);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`program-find-after-reload-${theme}`);
    }
    writeFileSync(finish, '');
    const lens = workbench.page.locator('.codelens-decoration', { hasText: /measured on this program/ });
    await lens.waitFor({ timeout: PATIENCE });
    await reads(workbench.webview().locator('body'), /Confirmation of learning rate/);
    const results = filesIn(path.dirname(workbench.folder)).filter((name) => /found[^/]*\/.*result\.json$/.test(name));
    assert.equal(results.length, 5, 'two tests and three runs that confirm');
    assert.equal(pidsIn(`${finish}-pids`).length, 5, 'each was trained once');
  });
});

/** The processes that have told in a file who they are. */
function pidsIn(file: string): number[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
}

/** Absolute paths of everything in a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
}
