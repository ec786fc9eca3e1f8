import path from 'node:path';
import { languageOfFile } from '../../code/source.ts';
import { writeExactRate } from '../../code/writeRate.ts';
import type { RunRecord } from '../../domain/experiment.ts';
import { PLACEHOLDER } from '../../kinds/program.ts';
import type { ProgramSetup } from '../../kinds/program.ts';
import type { ProgramSweepChoice } from '../../kinds/programSweep/choice.ts';
import type { ProgramTestChoice } from '../../kinds/programTest/choice.ts';
import type { FolderCopy } from '../../programs/folderCopy.ts';
import type { Launch } from '../../programs/launch.ts';
import type { Replacement } from '../../programs/probeMode.ts';
import { isWithin } from '../../programs/withinFolder.ts';

/** How a run of a range test is started. */
export function testLaunch({ program, from, to, steps, stopAbove }: ProgramTestChoice, { seed }: RunRecord): Launch {
  const { command, cwd } = program;
  return { command, cwd, env: {}, mode: { name: 'find', from, to, steps, stopAbove, seed } };
}

/** How a run of a sweep is started: with its rate, which gets in by the way that the program has for it. */
export function sweepLaunch({ program, steps }: ProgramSweepChoice, { variant, seed }: RunRecord): Launch {
  const { command, cwd, logFile } = program;
  const rate = variant.values.rate!;
  const mode = { name: 'watch', seed, maxSteps: steps } as const;
  const watched: Launch = { command, cwd, env: {}, mode, ...(logFile !== undefined && { logFile }) };
  switch (program.way.kind) {
    case 'probe':
      return { ...watched, mode: { ...mode, name: 'rate', rate } };
    case 'literal':
    case 'settings': {
      const { kind, site, isAssumed } = program.way;
      const { text: expected, ...range } = site;
      const replacedBy = (text: string): readonly Replacement[] => [{ ...range, expected, text }];
      // What reads settings may take 1e-7 for text.
      const written = writeExactRate(rate, expected, languageOfFile(site.file) === 'yaml');
      const replaced: Launch =
        kind === 'literal'
          ? { ...watched, mode: { ...mode, replace: replacedBy(pythonFloat(rate)) } }
          : { ...watched, edits: replacedBy(written) };
      return isAssumed ? { ...replaced, assumedRate: rate } : replaced;
    }
    case 'option':
      return { ...watched, command: withOption(program, program.way.name, String(rate)) };
    case 'environment':
      return { ...watched, env: { [program.way.name]: String(rate) } };
    case 'placeholder':
      return { ...watched, command: filledIn(command, String(rate)) };
  }
}

/** A rate in Python: Keras takes no whole number for one. */
function pythonFloat(rate: number): string {
  return Number.isInteger(rate) ? rate.toFixed(1) : String(rate);
}

/** Where a run takes place: a folder, and what was copied with it. Absolute paths. */
export type CopiedFolder = Pick<FolderCopy, 'folder' | 'root'>;

/**
 * The same launch in a copy of its folder: files that it names in what was copied are those of the copy, others stay what they are.
 * @param copy that of the folder itself changes nothing
 */
export function launchIn(launch: Launch, { folder: copy, root }: CopiedFolder): Launch {
  const { command, cwd, mode, edits, logFile } = launch;
  if (copy === cwd) return launch;
  const copied = path.resolve(cwd, path.relative(copy, root));
  const moved = (file: string): string => {
    const place = path.resolve(cwd, file);
    if (isWithin(copied, place)) return path.isAbsolute(file) ? path.join(copy, path.relative(cwd, place)) : file;
    // A relative path that leaves what was copied leads elsewhere from the copy.
    return /^\.\.([/\\]|$)/.test(file) ? place : file;
  };
  const word = (text: string): string =>
    text.replace(
      /^(--?[\w-]+=)?(.*)$/s,
      (_, option: string | undefined, value: string) => (option ?? '') + moved(value),
    );
  const movedAll = (replaced: readonly Replacement[]) => replaced.map((each) => ({ ...each, file: moved(each.file) }));
  return {
    ...launch,
    command: 'shellLine' in command ? command : (command.map(word) as [string, ...string[]]),
    cwd: copy,
    mode: mode.replace ? { ...mode, replace: movedAll(mode.replace) } : mode,
    ...(edits && { edits: movedAll(edits) }),
    ...(logFile !== undefined && { logFile: moved(logFile) }),
  };
}

/** The command with a value for an option: where it is given already, or else at the end. */
function withOption({ command }: ProgramSetup, name: string, value: string): Launch['command'] {
  if ('shellLine' in command) return command;
  const [program, ...args] = command;
  const at = args.findIndex((word) => word === name || word.startsWith(`${name}=`));
  if (at < 0) return [program, ...args, name, value];
  const isJoined = args[at] !== name;
  return [
    program,
    ...args.slice(0, at),
    ...(isJoined ? [`${name}=${value}`] : [name, value]),
    ...args.slice(at + (isJoined ? 1 : 2)),
  ];
}

function filledIn(command: ProgramSetup['command'], rate: string): Launch['command'] {
  if ('shellLine' in command) return { shellLine: command.shellLine.replaceAll(PLACEHOLDER, rate) };
  const [program, ...args] = command.map((word) => word.replaceAll(PLACEHOLDER, rate));
  return [program, ...args];
}
