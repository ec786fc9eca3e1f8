import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RULE_NAMES } from '../../src/code/rules/rule.ts';
import { MAX_TEXT_LENGTH } from '../../src/code/source.ts';
import { temporaryFolders } from '../support/folders.ts';
import { runCli } from '../support/processes.ts';

const HEAD = 'import torch\nm = torch.nn.Linear(2, 1)\n';
/** A warning in line 3, columns 43 to 45. */
const RUINED = `${HEAD}opt = torch.optim.Adam(m.parameters(), lr=10)\n`;
/** An information in line 3. */
const HIGH = `${HEAD}opt = torch.optim.Adam(m.parameters(), lr=0.1)\n`;
const FINE = `${HEAD}opt = torch.optim.Adam(m.parameters(), lr=1e-3)\n`;
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'markdown', source: '' },
    { cell_type: 'code', source: RUINED.split(/(?<=\n)/) },
  ],
});

interface CheckJson {
  readonly files: readonly {
    readonly file: string;
    readonly message?: string;
    readonly problems: readonly Record<string, unknown>[];
  }[];
}

describe('goldilocks check', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    return folder;
  };
  /** The files that are checked, and the exit code. */
  const filesIn = async (folder: string, ...args: string[]): Promise<string[]> => {
    const { stdout } = await runCli(['check', '--format', 'json', ...args], folder);
    return (JSON.parse(stdout) as CheckJson).files.map(({ file }) => file.split(path.sep).join('/'));
  };

  it('prints a line for each problem and fails because of a warning', async () => {
    const { code, stdout, stderr } = await runCli(
      ['check', '.'],
      folderWith({ 'a.py': RUINED, 'b/c.ipynb': NOTEBOOK }),
    );
    assert.equal(code, 1);
    const [first, second] = stdout.split('\n');
    assert.match(first, /^a\.py:3:43: warning: A learning rate of 10 is far above .* \[rate-too-high\]$/);
    assert.match(second, /^b.c\.ipynb:cell 2:3:43: warning: .* \[rate-too-high\]$/);
    assert.equal(stderr, '2 files checked: 2 warnings.\n');
  });

  it('succeeds if nothing is worse than information', async () => {
    const { code, stdout, stderr } = await runCli(['check', '.'], folderWith({ 'a.py': HIGH, 'b.py': FINE }));
    assert.equal(code, 0);
    assert.match(stdout, /^a\.py:3:43: information: [^\n]*\n$/);
    assert.equal(stderr, '2 files checked: 1 information.\n');
  });

  it('prints JSON with lines and columns as in rates', async () => {
    const folder = folderWith({ 'a.py': RUINED, 'b.ipynb': NOTEBOOK, 'c.py': FINE });
    const { files } = JSON.parse((await runCli(['check', '.', '--format', 'json'], folder)).stdout) as CheckJson;
    const [problem] = files[0].problems;
    assert.match(String(problem.message), /^A learning rate of 10/);
    const place = { line: 3, column: 43, endLine: 3, endColumn: 45, message: problem.message };
    const found = { rule: 'rate-too-high', severity: 'warning', ...place };
    assert.deepEqual(files, [
      { file: 'a.py', problems: [found] },
      { file: 'b.ipynb', problems: [{ ...found, cell: 2 }] },
      { file: 'c.py', problems: [] },
    ]);
  });

  it('prints annotations for GitHub, whatever the name of the file', async () => {
    const folder = folderWith({ 'a,b%.py': RUINED, 'b.ipynb': NOTEBOOK, 'c.py': HIGH });
    const { stdout } = await runCli(['check', '.', '--format', 'github'], folder);
    const [first, second, third] = stdout.split('\n');
    assert.match(
      first,
      /^::warning file=a%2Cb%25\.py,title=Goldilocks%3A rate-too-high,line=3,col=43,endLine=3,endColumn=45::A learning rate of 10/,
    );
    assert.match(second, /^::warning file=b\.ipynb,title=Goldilocks%3A rate-too-high::In cell 2, line 3: A learning/);
    assert.match(third, /^::notice file=c\.py/);
  });

  it('prints SARIF 2.1.0 with what its schema requires', async () => {
    const folder = folderWith({ 'a b#.py': RUINED, 'b.ipynb': NOTEBOOK, 'c.py': HIGH, 'd.ipynb': '{' });
    const { stdout } = await runCli(['check', '.', '--format', 'sarif'], folder);
    const log = JSON.parse(stdout) as Sarif;
    assert.equal(log.version, '2.1.0');
    const [{ tool, results, invocations, columnKind }] = log.runs;
    assert.equal(columnKind, 'utf16CodeUnits');
    assert.equal(tool.driver.name, 'Goldilocks');
    assert.deepEqual(
      tool.driver.rules.map(({ id }) => id),
      RULE_NAMES,
    );
    for (const { shortDescription, help } of tool.driver.rules) assert.ok(shortDescription.text && help.text);
    for (const { ruleId, ruleIndex, message } of results) {
      assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
      assert.match(message.text, /A learning rate/);
    }
    assert.deepEqual(
      results.map(({ level, locations: [{ physicalLocation }] }) => [level, physicalLocation]),
      [
        [
          'warning',
          {
            artifactLocation: { uri: 'a%20b%23.py' },
            region: { startLine: 3, startColumn: 43, endLine: 3, endColumn: 45 },
          },
        ],
        ['warning', { artifactLocation: { uri: 'b.ipynb' } }],
        [
          'note',
          {
            artifactLocation: { uri: 'c.py' },
            region: { startLine: 3, startColumn: 43, endLine: 3, endColumn: 46 },
          },
        ],
      ],
    );
    assert.equal(invocations[0].executionSuccessful, true);
    assert.match(invocations[0].toolExecutionNotifications[0].message.text, /isn't a readable notebook/);
  });

  it('heeds comments that ignore rules', async () => {
    const text = RUINED.replace('lr=10)', 'lr=10)  # goldilocks: ignore[rate-too-high]');
    const { code, stdout } = await runCli(['check', 'a.py'], folderWith({ 'a.py': text }));
    assert.deepEqual([code, stdout], [0, '']);
  });

  it('leaves out what git would leave out, as git itself says', async () => {
    const folder = folderWith({
      '.gitignore': 'build/\n*_old.py\n/top.py\ndata\n!kept_old.py\n',
      'a.py': '',
      'a_old.py': '',
      'kept_old.py': '',
      'top.py': '',
      'build/a.py': '',
      'sub/top.py': '',
      'sub/.gitignore': '!data\n*.json\n!build/\nlocal.*\n',
      'sub/data/a.py': '',
      'sub/data/b_old.py': '',
      'sub/data/c.json': '{}',
      'sub/build/a.py': '',
      'sub/local.yaml': '',
      'other/local.yaml': '',
      'other/data/a.py': '',
    });
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const listed = execFileSync('git', ['ls-files', '-o', '--exclude-standard'], { cwd: folder, encoding: 'utf8' });
    const expected = listed.split('\n').filter((name) => /\w\.(py|json|yaml)$/.test(name));
    assert.deepEqual((await filesIn(folder, '.')).sort(), expected.sort());
    // The rules of the repository count for a folder in it, too.
    assert.deepEqual((await filesIn(folder, 'sub/data')).sort(), ['sub/data/a.py']);
    // What is named is checked.
    assert.deepEqual(await filesIn(folder, 'build', 'a_old.py'), ['build/a.py', 'a_old.py']);
  });

  it('leaves out packages, environments, hidden files and links', async () => {
    const names = ['node_modules/a.js', '.hidden/a.py', '.a.py', 'env/lib/a.py', 'env/pyvenv.cfg', 'src/a.py', 'b.txt'];
    const folder = folderWith(Object.fromEntries(names.map((name) => [name, ''])));
    symlinkSync('..', path.join(folder, 'src', 'loop'));
    assert.deepEqual(await filesIn(folder, '.'), ['src/a.py']);
  });

  it('checks a file once, and leaves out what --exclude names', async () => {
    const folder = folderWith({ 'a.py': '', 'tests/b.py': '', 'src/c.py': '', 'src/d_old.py': '' });
    assert.deepEqual(await filesIn(folder, 'src/c.py', '.'), ['src/c.py', 'a.py', 'src/d_old.py', 'tests/b.py']);
    const exclude = ['--exclude', 'tests/', '--exclude', '*_old.py'];
    assert.deepEqual(await filesIn(folder, '.', 'tests/b.py', ...exclude), ['a.py', 'src/c.py']);
    assert.deepEqual(await filesIn(path.join(folder, 'src'), '..', ...exclude), ['../a.py', '../src/c.py']);
  });

  it('takes the settings of the nearest pyproject.toml that has some', async () => {
    const folder = folderWith({
      'pyproject.toml':
        '[tool.goldilocks]\nexclude = ["old/"]\n[tool.goldilocks.diagnostics]\nrate-too-high = "hint"\n',
      'a.py': RUINED,
      'old/a.py': RUINED,
      'off/pyproject.toml': '[tool.goldilocks.diagnostics]\nrate-too-high = "off"\n',
      'off/a.py': RUINED,
      'none/pyproject.toml': '[tool.goldilocks.diagnostics]\nenabled = false\n',
      'none/a.py': RUINED,
      'strict/pyproject.toml': '[tool.goldilocks]\ndiagnostics.rate-too-high = "error"\n',
      'strict/a.py': HIGH,
      'strict/inner/pyproject.toml': '[project]\nname = "no-goldilocks"\n',
      'strict/inner/a.py': HIGH,
    });
    const { code, stdout } = await runCli(['check', '.'], folder);
    assert.equal(code, 1);
    assert.deepEqual(
      stdout.split('\n').map((line) => line.split(path.sep).join('/').split(': ').slice(0, 2).join(' ')),
      ['a.py:3:43 hint', 'strict/a.py:3:43 error', 'strict/inner/a.py:3:43 error', ''],
    );
  });

  for (const [text, sentence] of [
    ['[tool.goldilocks]\nrate = 1\n', /pyproject\.toml: tool\.goldilocks\.rate is not a setting; allowed are/],
    ['[tool.goldilocks]\nexclude = "a"\n', /tool\.goldilocks\.exclude must be a list of patterns/],
    ['[tool.goldilocks.diagnostics]\nloud = "off"\n', /diagnostics\.loud is not a rule; the rules are rate-too-high,/],
    ['[tool.goldilocks.diagnostics]\nrate-too-high = "no"\n', /must be one of "default", "error", .*, not "no"\./],
    ['[tool.goldilocks.diagnostics]\nenabled = 1\n', /diagnostics\.enabled must be true or false\./],
    ['[tool.goldilocks\n', /pyproject\.toml, line 2: this isn't valid TOML/],
  ] as const)
    it(`says what is wrong with ${JSON.stringify(text)}`, async () => {
      const { code, stderr } = await runCli(['check', '.'], folderWith({ 'a.py': '', 'pyproject.toml': text }));
      assert.equal(code, 2);
      assert.match(stderr, sentence);
    });

  it('says what it could not read, and checks the rest', async () => {
    const folder = folderWith({
      'a.py': RUINED,
      'binary.ts': 'G\0\0train',
      'broken.ipynb': '{',
      'endless.tsx': ' [0rs = [ lrt[eh]izer.params: train',
      'large.json': `{"train": "${'a'.repeat(MAX_TEXT_LENGTH)}"}`,
      'syntax.py': 'import torch\ndef train(:\n  lr = = 0.1\n',
      'note.txt': '',
    });
    if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(folder, 'pipe.py')]);
    const named = process.platform === 'win32' ? [] : ['pipe.py'];
    const { code, stdout, stderr } = await runCli(['check', '.', 'missing.py', 'note.txt', ...named], folder);
    assert.equal(code, 1);
    assert.match(stdout, /^a\.py:3:43: [^\n]*\n$/);
    for (const sentence of [
      /^binary\.ts: skipped, because it isn't text in UTF-8\.$/m,
      /^broken\.ipynb: this isn't a readable notebook\./m,
      /^endless\.tsx: skipped, because parsing it takes longer than 5 s\.$/m,
      /^large\.json: skipped, because it is longer than 2 MB\.$/m,
      /^missing\.py: this file doesn't exist\.$/m,
      /^note\.txt: problems are found in /m,
      ...named.map(() => /^pipe\.py: skipped, because it isn't a regular file\.$/m),
    ])
      assert.match(stderr, sentence);
    assert.match(stderr, /^2 files checked: 1 warning\.$/m);
    assert.doesNotMatch(stderr, /syntax\.py/);
  });

  it('refuses wrong arguments', async () => {
    for (const [args, sentence] of [
      [[], /Specify the files or folders to check/],
      [['.', '--format', 'xml'], /--format must be text or json or github or sarif, not "xml"/],
      [['.', '--loud'], /There is no option --loud/],
    ] as const) {
      const { code, stderr } = await runCli(['check', ...args], newFolder());
      assert.equal(code, 2);
      assert.match(stderr, sentence);
    }
  });
});

/** What the schema of SARIF 2.1.0 requires of a log, and what is read of it here. */
interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly rules: readonly {
          readonly id: string;
          readonly shortDescription: { readonly text: string };
          readonly help: { readonly text: string };
        }[];
      };
    };
    readonly columnKind: string;
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly [{ readonly physicalLocation: unknown }];
    }[];
  }[];
}
