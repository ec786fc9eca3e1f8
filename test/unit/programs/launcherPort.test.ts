import assert from 'node:assert/strict';
import { namedPort, portEnvironment } from '../../../src/programs/launcherPort.ts';

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

  it('is another for each program, unless the user has chosen one', async () => {
    const { PET_MASTER_PORT: port } = await portEnvironment({});
    assert.ok(Number(port) > 0 && Number(port) < 65_536);
    assert.deepEqual(await portEnvironment({ PET_MASTER_PORT: '29633' }), {});
  });
});
