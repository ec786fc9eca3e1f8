import { check } from './check.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { diagnose } from './diagnose.ts';
import { find } from './find.ts';
import { rates } from './rates.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { sweep } from './sweep.ts';

/** In the order in which they are listed. */
export const COMMANDS: readonly Command[] = [sweep, find, compare, diagnose, resume, report, rates, check];
