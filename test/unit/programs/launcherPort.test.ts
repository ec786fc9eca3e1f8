import assert from 'node:assert/strict';
import { commandText } from '../../../src/programs/launch.ts';
import type { Launch } from '../../../src/programs/launch.ts';
import { namedPort, withOwnPort } from '../../../src/programs/launcherPort.ts';

describe('the port of a launcher', () => {
  it('is the one that the command names, but for any free one', () => {
    const port = (...words: [string, ...string[]]): string | undefined => namedPort(words)?.port;
    assert.deepEqual(namedPort(['torchrun', '--master-port', '29633', 'train.py']), {
      option: '--master-port',
      port: '29633',
    });
    assert.equal(port('torchrun', '--master_port=29633', 'train.py'), '29633');
    assert.equal(port('torchrun', '--rdzv-backend=c10d', '--rdzv-endpoint=localhost:29400', 'train.py'), '29400');
    assert.equal(port('accelerate', 'launch', '--main_process_port', '29501', 'train.py'), '29501');
    assert.equal(namedPort({ shellLine: 'torchrun --master_port 29633 train.py | tee log' })?.port, '29633');
    assert.equal(port('torchrun', '--rdzv-endpoint=localhost:0', 'train.py'), undefined);
    assert.equal(port('accelerate', 'launch', '--main_process_port', '0', 'train.py'), undefined);
    assert.equal(port('torchrun', '--nproc-per-node', '2', 'train.py', '--port', '8080'), undefined);
  });

  const launch = (command: Launch['command']): Launch => ({ command, cwd: '/', env: {}, mode: { name: 'watch' } });

  it('is another for each program, unless the user has chosen one', async () => {
    const { env } = await withOwnPort(launch(['torchrun', 'train.py']), {});
    assert.ok(Number(env.PET_MASTER_PORT) > 0 && Number(env.PET_MASTER_PORT) < 65_536);
    assert.deepEqual((await withOwnPort(launch(['torchrun', 'train.py']), { PET_MASTER_PORT: '29633' })).env, {});
  });

  it('is written into a command of accelerate, which reads it nowhere else', async () => {
    const written = async (command: Launch['command']): Promise<string> =>
      commandText((await withOwnPort(launch(command), {})).command).replace(/\b\d{4,5}\b/g, 'PORT');
    const option = '--main_process_port PORT';
    assert.equal(
      await written(['accelerate', 'launch', '--cpu', 'train.py']),
      `accelerate launch ${option} --cpu train.py`,
    );
    assert.equal(await written(['/a/bin/accelerate', 'launch', 'a.py']), `/a/bin/accelerate launch ${option} a.py`);
    assert.equal(await written(['accelerate-launch', 'train.py']), `accelerate-launch ${option} train.py`);
    assert.equal(
      await written(['python', '-m', 'accelerate.commands.launch', 'train.py']),
      `python -m accelerate.commands.launch ${option} train.py`,
    );
    assert.equal(
      await written({ shellLine: 'cd a && accelerate launch train.py | tee log' }),
      `cd a && accelerate launch ${option} train.py | tee log`,
    );
    assert.equal(
      await written({ shellLine: '(cd a&&accelerate launch a.py) && accelerate launch b.py' }),
      `(cd a&&accelerate launch ${option} a.py) && accelerate launch ${option} b.py`,
    );
    assert.equal(await written(['accelerate-launch.exe', 'a.py']), `accelerate-launch.exe ${option} a.py`);
    for (const line of [
      'accelerate launch --main_process_port 0 a.py',
      'python my_accelerate launch',
      'python launch.py',
    ])
      assert.equal(await written({ shellLine: line }), line);
  });
});
