import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { notebookText } from '../../support/notebooks.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { FAKE_FRAMEWORKS, runProbed, samplesOf, writeProgram } from '../../support/probe.ts';
import type { Watched, WatchOptions } from '../../support/probe.ts';

/** Trains with the fake PyTorch at losses 1, 1/2, 1/3 … */
const TRAIN = `import torch
def train(steps):
    optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
    for step in range(steps):
        torch.Tensor(1 / (step + 1)).backward()
        optimizer.step()`;

describe('a notebook that Python is started with', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  for (const shell of ['plain Python', 'IPython'])
    describe(`in ${shell}`, () => {
      const isPlain = shell === 'plain Python';
      let folder: string;
      let modules: string[];
      before(async function () {
        const { code } = await runProbed(newFolder(), ['-c', 'import IPython'], {});
        if (!isPlain && code !== 0) this.skip();
      });
      beforeEach(() => {
        folder = newFolder();
        modules = [FAKE_FRAMEWORKS, path.join(folder, 'modules')];
        if (isPlain) writeProgram(folder, 'modules/IPython.py', 'raise ImportError("There is none.")\n');
      });

      /** Runs a notebook in the folder `notebooks`. */
      async function run(
        cells: readonly string[],
        mode: object = { name: 'watch' },
        started?: WatchOptions['started'],
      ): Promise<Watched> {
        writeProgram(folder, 'notebooks/train.ipynb', notebookText(cells));
        const env = { IPYTHONDIR: path.join(folder, 'ipython') };
        return runProbed(folder, [path.join('notebooks', 'train.ipynb'), '--x'], { mode, modules, env, started });
      }

      it('runs cell by cell in its folder, as it does in Jupyter', async () => {
        const say =
          'import os, sys\nprint(__name__, "__file__" in globals(), os.path.basename(os.getcwd()), sys.argv[1:])';
        const { code, stdout, stderr, reports } = await run([TRAIN, '# Prose', 'train(3)', say]);
        assert.deepEqual([code, stderr], [0, '']);
        assert.equal(stdout.trim(), "__main__ False notebooks ['--x']");
        assert.deepEqual(
          samplesOf(reports[0]).map(({ loss, rate }) => [loss, rate]),
          [1, 1 / 2, 1 / 3].map((loss) => [loss, 0.1]),
        );
        assert.equal(reports[0].at(-1)!.state, 'finished');
      });

      it('ends with the cell that fails, which the traceback names', async () => {
        const { code, stdout, stderr, reports } = await run([TRAIN, '', 'train(3)\n[][0]', 'print("goes on")']);
        const [first, ...lines] = stderr.trim().split(/\r?\n/);
        assert.equal(first, 'Traceback (most recent call last):');
        assert.match(lines.join('\n'), /^ {2}File "train\.ipynb, cell 3", line 2, in <module>\n {4}\[\]\[0\]\n/);
        assert.match(lines.at(-1)!, /^IndexError: list index out of range$/);
        assert.deepEqual([code, stdout], [1, '']);
        assert.match(reports[0].at(-1)!.exception!, /cell 3"[^]*IndexError/);
      });

      it('goes on after an exception in a cell that may raise one, but not where one ends the program', async () => {
        const text = notebookText([TRAIN, 'train(3)\n[][0]', 'raise SystemExit(3)', 'print("goes on")'], 'python', [
          'raises-exception',
        ]);
        const file = writeProgram(folder, 'train.ipynb', text);
        const env = { IPYTHONDIR: path.join(folder, 'ipython') };
        const { code, stdout, stderr, reports } = await runProbed(folder, [file], {
          mode: { name: 'watch' },
          modules,
          env,
        });
        assert.match(
          stderr,
          /^Traceback .*\r?\n {2}File "train\.ipynb, cell 2", line 2, in <module>\r?\n[^]*\nIndexError: list index out of range\s*$/,
        );
        assert.deepEqual([code, stdout, samplesOf(reports[0]).length], [3, '', 3]);
      });

      it('displays values as text, and hears of the future in the cells below', async () => {
        const cells = [
          'from __future__ import annotations',
          'def f(x: Later): pass',
          'display(f.__annotations__, "x")',
        ];
        const { code, stdout, stderr } = await run(cells);
        assert.deepEqual([code, stdout.split(/\r?\n/), stderr], [0, ["{'x': 'Later'}", "'x'", ''], '']);
      });

      it('shows the line that is no Python', async () => {
        const { code, stderr } = await run(['x = 1', 'def f():\n    pass\nreturn x']);
        assert.equal(code, 1);
        assert.match(stderr, /^ {2}File "train\.ipynb, cell 2", line 3\n {4}return x\n/);
      });

      it('marks the place in the line as in a file', async () => {
        const line = 'x = 1 + [][0]';
        const file = writeProgram(folder, 'train.py', line);
        const marks = (text: string): string | undefined => /^ +[~^]+$/m.exec(text)?.[0];
        const { stderr } = await run([line]);
        assert.equal(marks(stderr), marks((await runProbed(folder, [file], {})).stderr));
      });

      it('ends where a cell says so', async () => {
        const { code, stdout, stderr } = await run(['import sys', 'sys.exit(3)', 'print("goes on")']);
        assert.deepEqual([code, stdout, stderr], [3, '', '']);
      });

      it('trains with rising rates, and ends when there are enough', async () => {
        const mode = { name: 'find', from: 0.001, to: 10, steps: 5, stopAbove: 4 };
        const { code, stdout, stderr, reports } = await run([TRAIN, 'train(100)', 'print("goes on")'], mode);
        assert.deepEqual([code, stdout, stderr], [0, '', '']);
        assert.deepEqual(
          samplesOf(reports[0]).map(({ rate }) => Number(rate!.toPrecision(6))),
          [0.001, 0.01, 0.1, 1, 10],
        );
      });

      it('reads a number in a cell as another, and leaves its file alone', async () => {
        const file = path.join(folder, 'notebooks', 'train.ipynb');
        const item = { file, cell: 2, line: 1, column: 14, endLine: 1, endColumn: 17, expected: '0.1', text: '0.7' };
        const cells = ['# Prose', '', '"😀"; RATE = 0.1; print(RATE)'];
        const { stdout, stderr, reports } = await run(cells, { name: 'watch', replace: [item] });
        assert.deepEqual([stdout.trim(), stderr], ['0.7', '']);
        assert.deepEqual(reports, [[{ type: 'replaced', count: 1 }]]);
        assert.equal(readFileSync(file, 'utf8'), notebookText(cells));
        const gone = await run(['RATE = 0.1', '', TRAIN, 'train(1)'], { name: 'watch', replace: [item] });
        assert.match(
          gone.reports.flat().find(({ type }) => type === 'notice')!.text!,
          /train\.ipynb, cell 3, line 1, column 14: 0\.1 is not there any more, so it was not replaced\.$/,
        );
      });

      if (isPlain)
        it('is refused before anything runs where it needs IPython', async () => {
          for (const line of ['%matplotlib inline', '!pip install torch', 'files = !ls', 'train?']) {
            const { code, stdout, stderr } = await run(['print("runs")', `import sys\n${line}`]);
            assert.deepEqual([code, stdout], [1, '']);
            const start = `train.ipynb, cell 2, line 2: "${line}" is a command of IPython, which `;
            assert.ok(stderr.startsWith(start), stderr);
            assert.match(stderr, /does not have\. Install it with .* -m pip install ipython, or use the Python that/);
          }
          const { stderr } = await run(['print("runs")', 'x = (\n%matplotlib']);
          assert.doesNotMatch(stderr, /is a command of IPython/);
          const html = await run(['print("runs")', "\n%%html\n<b>don't</b>"]);
          assert.match(html.stderr, /^train\.ipynb, cell 2, line 2: "%%html" is a command of IPython/);
        });
      else {
        it('knows magics, and hears of errors that they hide', async () => {
          const cells = [
            TRAIN,
            '%%time\ntrain(3)',
            'def say(text):\n    !echo {text}\n    said = !echo $text\n    print(said)\nsay("said")',
            '%%time\n[][0]',
            'print("goes on")',
          ];
          const { code, stdout, stderr, reports } = await run(cells);
          assert.equal(code, 1);
          assert.match(stdout, /^said\r?\n\['said'\]\r?$/m);
          assert.doesNotMatch(stdout, /goes on/);
          assert.match(stderr, /IndexError: list index out of range\s*$/);
          assert.equal(samplesOf(reports[0]).length, 3);
        });

        it('shows errors in other notebooks, which %run runs in this way', async () => {
          const { stderr } = await run(['x = 1', 'get_ipython().run_cell("[][0]", shell_futures=False)']);
          assert.match(stderr, /File "<?ipy[^"]+", line 1, in <module>\n {4}\[\]\[0\]/);
        });

        it('ends on Ctrl+C in a command of the shell, not only the command', async function () {
          if (process.platform === 'win32') this.skip();
          for (const command of ['!sleep 30', 'x = !sleep 30']) {
            // What such a command prints may come when it has ended.
            const started = (child: ChildProcess) =>
              void child.stdout!.once('data', () => setTimeout(() => child.kill('SIGINT'), 1000));
            const cells = [`print("ready", flush=True)\n${command}`, 'print("goes on")'];
            const { signal, stdout } = await run(cells, undefined, started);
            assert.equal(signal, 'SIGINT');
            assert.doesNotMatch(stdout, /goes on/);
          }
        });

        it('shows the values of cells, awaits, and ends on exit()', async () => {
          const { code, stdout } = await run([
            'import asyncio\nawait asyncio.sleep(0, 42)',
            'exit()',
            'print("goes on")',
          ]);
          assert.deepEqual([code, stdout.trim()], [0, 'Out[1]: 42']);
        });
      }
    });

  it('says so where it is none, or one in another language', async () => {
    const folder = newFolder();
    const mode = { name: 'watch' };
    const stderrOf = async (text: string): Promise<string> =>
      (await runProbed(folder, [writeProgram(folder, 'train.ipynb', text)], { mode })).stderr;
    assert.match(await stderrOf('{"worksheets": []}'), /train\.ipynb can't be read as a Jupyter notebook \(KeyError/);
    assert.match(await stderrOf('x = 1'), /train\.ipynb can't be read as a Jupyter notebook \(JSONDecodeError/);
    assert.match(
      await stderrOf(notebookText(['x <- 1'], 'R')),
      /train\.ipynb is a notebook in R\. Only notebooks in Python can be run\.\s*$/,
    );
  });
});
