import assert from 'node:assert/strict';
import { Messages } from '../../../src/cli/messages.ts';

describe('messages between what a program prints', () => {
  /** What stands in a terminal, or on standard error alone, after the program has printed something and something was told. */
  const printed = (outputs: readonly (readonly ['stdout' | 'stderr', string])[], isTTY: boolean): string => {
    let text = '';
    const write = (each: string): boolean => ((text += each), true);
    const stderr = { write, isTTY } as unknown as NodeJS.WriteStream;
    const streams = { stderr, stdout: { isTTY } as unknown as NodeJS.WriteStream };
    const messages = new Messages(stderr);
    for (const [stream, output] of outputs) {
      text += output;
      messages.passed(Buffer.from(output), streams[stream]);
    }
    messages.tell('one');
    messages.write('two');
    messages.endLine();
    return text;
  };

  it('begin on a line of their own below a progress bar, and end it once', () => {
    assert.equal(printed([['stderr', '45%']], false), '45%\ngoldilocks: one\ntwo\n');
    assert.equal(printed([['stderr', '100%\n']], false), '100%\ngoldilocks: one\ntwo\n');
  });

  it('also below one on standard output where both are on the same terminal, and only there', () => {
    assert.equal(printed([['stdout', '45%']], true), '45%\ngoldilocks: one\ntwo\n');
    assert.equal(printed([['stdout', '45%']], false), '45%goldilocks: one\ntwo\n');
  });

  it('end a line without saying anything, for what others print', () => {
    let text = '';
    const stderr = { write: (each: string) => (text += each) } as unknown as NodeJS.WriteStream;
    const messages = new Messages(stderr);
    messages.passed(Buffer.from('45%'), stderr);
    messages.endLine();
    messages.endLine();
    assert.equal(text, '\n');
  });
});
