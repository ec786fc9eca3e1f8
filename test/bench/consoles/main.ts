import { consoleFormat } from '../../../src/logs/console/consoleFormat.ts';
import { PrintedTraining } from '../../../src/logs/printedTraining.ts';

/** Characters that FollowedConsole reads at once. */
const SLICE = 4096;
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
};

/** How many characters of a program's output are read until it is given up, and the milliseconds of the processor that this takes. */
function read(lineOf: (line: number) => string): { length: number; time: number } {
  const training = new PrintedTraining('bench', consoleFormat.createReader(), {});
  const before = process.cpuUsage();
  let [length, line] = [0, 0];
  while (!training.hasGivenUp) {
    let text = '';
    while (text.length < SLICE) text += lineOf(line++);
    training.push(text);
    length += text.length;
  }
  const { user, system } = process.cpuUsage(before);
  return { length, time: (user + system) / 1000 };
}

console.log('output                      characters    processor time');
for (const [what, lineOf] of Object.entries(OUTPUTS)) {
  const costs = Array.from({ length: READINGS }, () => read(lineOf));
  const { length, time } = costs.reduce((best, cost) => (cost.time < best.time ? cost : best));
  console.log(what.padEnd(28) + `${length}`.padStart(10), `${time.toFixed(0)} ms`.padStart(17));
}
