import assert from 'node:assert/strict';
import { existsSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { fromJson } from '../../src/domain/json.ts';
import { DIST, temporaryFolders } from '../support/folders.ts';
import { childrenOf, isRunning, needsPosixProcesses, runCli, until } from '../support/processes.ts';

const TRAIN = 'import torch\nopt = torch.optim.Adam(model.parameters(), lr=0.5)\nopt.step()\n';
/** Trained in a moment. */
const TINY = { rates: '0.1,0.01', epochs: 1, trainImages: 256, testImages: 64 };
/** Trained for minutes. */
const LONG = { ...TINY, epochs: 1000, trainImages: 10_000 };

/** What a test reads of an answer. */
interface Answer {
  readonly isError: boolean;
  readonly text: string;
  readonly document: Record<string, unknown>;
}

describe('goldilocks mcp', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  let folder: string;
  let client: Client;
  let transport: StdioClientTransport;
  let errors: string;

  beforeEach(async () => {
    folder = realpathSync(newFolder());
    writeFileSync(path.join(folder, 'train.py'), TRAIN);
    transport = new StdioClientTransport({
      command: process.execPath,
      args: [path.join(DIST, 'cli.js'), 'mcp'],
      cwd: folder,
      stderr: 'pipe',
    });
    errors = '';
    transport.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
  });
  afterEach(() => client.close());

  async function call(name: string, input: Record<string, unknown>): Promise<Answer> {
    const { isError = false, content } = await client.callTool({ name, arguments: input });
    const [part] = content;
    assert.ok(part.type === 'text');
    const document = isError ? {} : (fromJson(part.text) as Record<string, unknown>);
    return { isError, text: part.text, document };
  }

  async function commandLine(...args: readonly string[]): Promise<unknown> {
    return fromJson((await runCli(args, folder)).stdout);
  }

  it('lists the tools of the manifest, with what they change', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name, title, annotations }) => [name, title, annotations?.readOnlyHint]),
      [
        ['goldilocks_list_rates', 'List Learning Rates', true],
        ['goldilocks_check_files', 'Check Learning Rates', true],
        ['goldilocks_diagnose', 'Diagnose Training', true],
        ['goldilocks_find_rate', 'Find a Learning Rate', false],
        ['goldilocks_run_sweep', 'Run LR Sweep', false],
      ],
    );
    assert.deepEqual(tools[0].inputSchema.required, ['files']);
  });

  it('answers about files and logs as the command line does', async () => {
    writeFileSync(path.join(folder, 'log.csv'), 'step,loss\n0,2.3\n1,2.1\n2,nan\n3,nan\n');
    const files = { files: ['train.py'] };
    assert.deepEqual(
      (await call('goldilocks_list_rates', files)).document,
      await commandLine('rates', 'train.py', '--json'),
    );
    const { document } = await call('goldilocks_check_files', files);
    assert.deepEqual(document, await commandLine('check', 'train.py', '--format', 'json'));
    assert.match(JSON.stringify(document), /rate-too-high/);
    const log = path.join(folder, 'log.csv');
    const diagnosis = await call('goldilocks_diagnose', { path: 'log.csv', rate: 0.5 });
    assert.deepEqual(diagnosis.document, await commandLine('diagnose', log, '--rate', '0.5', '--json'));
    assert.match(diagnosis.text, /"symptom":"nan"/);
  });

  it('follows the settings of the project', async () => {
    writeFileSync(path.join(folder, 'pyproject.toml'), '[tool.goldilocks.diagnostics]\nrate-too-high = "off"\n');
    const { document } = await call('goldilocks_check_files', { files: ['train.py'] });
    assert.deepEqual(document, { files: [{ file: 'train.py', problems: [] }] });
  });

  it('trains a sweep, tells its progress, and diagnoses the experiment that it keeps', async () => {
    const progress: number[] = [];
    const { content } = await client.callTool(
      { name: 'goldilocks_run_sweep', arguments: TINY },
      { onprogress: (told) => progress.push(told.progress) },
    );
    assert.ok(content[0].type === 'text');
    const sweep = fromJson(content[0].text) as { experiment: string; caveat: string; runs: { state: string }[] };
    assert.deepEqual(
      sweep.runs.map(({ state }) => state),
      ['finished', 'finished'],
    );
    assert.match(sweep.caveat, /your model may need a different rate/);
    assert.equal(path.dirname(sweep.experiment), path.join(folder, 'goldilocks-experiments'));
    assert.ok(progress.length > 0 && progress.every((share, index) => share > (progress[index - 1] ?? 0)));
    const { document } = await call('goldilocks_diagnose', { path: sweep.experiment });
    assert.deepEqual(document.runs, sweep.runs);
  });

  it('finds a rate and confirms it', async () => {
    const { document } = await call('goldilocks_find_rate', { trainImages: 1000 });
    assert.ok(Array.isArray(document.confirmation) && document.confirmation.length === 3);
    assert.ok(!('repeats' in document));
  });

  const wrong: [string, string, Record<string, unknown>, RegExp][] = [
    ['an argument that does not exist', 'goldilocks_check_files', { file: 'train.py' }, /the arguments are files/],
    ['a value of another type', 'goldilocks_run_sweep', { rates: 0.1 }, /rates: it must be text, not 0\.1/],
    ['a value out of range', 'goldilocks_run_sweep', { rates: '0.1', epochs: 0 }, /epochs: /],
    ['a sweep without rates', 'goldilocks_run_sweep', {}, /rates: A sweep needs a preset or learning rates/],
    ['a range that falls', 'goldilocks_find_rate', { from: 1, to: 0.1 }, /must be positive and rise/],
    ['a log that does not exist', 'goldilocks_diagnose', { path: 'nope.csv' }, /There is no "nope\.csv"/],
    ['a log elsewhere', 'goldilocks_diagnose', { path: path.resolve('package.json') }, /lies outside of/],
  ];
  for (const [what, name, input, message] of wrong) {
    it(`says what is wrong with ${what}, and trains nothing`, async () => {
      const { isError, text } = await call(name, input);
      assert.equal(isError, true, text);
      assert.match(text, message);
      assert.ok(!existsSync(path.join(folder, 'goldilocks-experiments')));
    });
  }

  it('cancels a sweep whose call is cancelled, and goes on serving', async () => {
    const controller = new AbortController();
    await assert.rejects(
      client.callTool(
        { name: 'goldilocks_run_sweep', arguments: LONG },
        { signal: controller.signal, onprogress: () => controller.abort() },
      ),
    );
    const storage = path.join(folder, 'goldilocks-experiments');
    const experiment = await ExperimentFolder.open(path.join(storage, readdirSync(storage)[0]));
    await until('all runs are cancelled', async () =>
      (await experiment.overview()).runs.every(({ state }) => state === 'cancelled'),
    );
    assert.equal((await call('goldilocks_list_rates', { files: ['train.py'] })).isError, false);
  });

  it('ends with standard input, and so do its workers', async function () {
    needsPosixProcesses(this);
    const server = transport.pid!;
    const sweep = client.callTool({ name: 'goldilocks_run_sweep', arguments: LONG }).catch(() => undefined);
    await until('workers train', () => childrenOf(server).length > 0);
    const workers = childrenOf(server);
    await client.close();
    await sweep;
    await until('the server has ended', () => !isRunning(server));
    await until('its workers have ended', () => !workers.some(isRunning));
    assert.equal(errors, '');
  });
});

describe('goldilocks mcp, as a command', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('ends when nobody talks to it', async () => {
    const { code, stdout } = await runCli(['mcp'], newFolder());
    assert.deepEqual([code, stdout], [0, '']);
  });

  it('refuses a folder that does not exist', async () => {
    const { code, stderr } = await runCli(['mcp', 'nope'], newFolder());
    assert.equal(code, 2);
    assert.match(stderr, /There is no folder .*nope/);
  });
});
