import { consoleFormat } from '../../../src/logs/console/consoleFormat.ts';
import { EarlyOutput } from '../../../src/logs/console/earlyOutput.ts';
import { PrintedTraining } from '../../../src/logs/printedTraining.ts';

/** Characters that FollowedConsole reads at once. */
const SLICE = 4096;
/** Characters of each output. */
const LENGTH = 1_000_000;
/** Readings of each output, of which the fastest counts. */
const READINGS = 5;

/** Lines of programs that train nothing, by what they are. */
const OUTPUTS: Readonly<Record<string, (line: number) => string>> = {
  'a list of files': (line) => `-rw-r--r--  1 user user ${line} Nov 29 08:33 src/folder/file${line}.ts\n`,
  'a build with warnings': (line) =>
    `[${line}/9000] Building CXX object step/error${line}.o  warning: unused variable 'x'\n`,
  'coloured results of tests': (line) => `\x1b[32m✓\x1b[39m step ${line} passes in \x1b[2m${line} ms\x1b[22m\n`,
  'numbers with names': (line) => `iteration ${line} size ${line * 3} x=${line} y=${line * 2} z=${line / 7}\n`,
  'the bar of a download': (line) => `\r${line % 100}%|${'█'.repeat(line % 40)}| ${line}/9000 [00:03<00:01, 95.3MB/s]`,
  'lines that speak of losses': (line) => `src/losses.ts:${line}: const loss${line} = lossOf(step);\n`,
};

/** The milliseconds of the processor that a million characters of a program's output take. */
function read(lineOf: (line: number) => string): number {
  const early = new EarlyOutput();
  const training = new PrintedTraining('bench', consoleFormat.createReader(), {});
  const before = process.cpuUsage();
  let line = 0;
  let isTelling = false;
  for (let length = 0; length < LENGTH;) {
    let text = '';
    while (text.length < SLICE) text += lineOf(line++);
    length += text.length;
    const output: string | null = isTelling ? text : early.push(text);
    isTelling = output !== null;
    if (output !== null) training.push(output);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

console.log('output                      processor time');
for (const [what, lineOf] of Object.entries(OUTPUTS)) {
  const time = Math.min(...Array.from({ length: READINGS }, () => read(lineOf)));
  console.log(what.padEnd(28) + `${time.toFixed(1)} ms`.padStart(14));
}
