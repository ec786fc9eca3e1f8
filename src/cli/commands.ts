import { check } from './check.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { demo } from './demo.ts';
import { diagnose } from './diagnose.ts';
import { edge } from './edge.ts';
import { find } from './find.ts';
import { mcp } from './mcp.ts';
import { rates } from './rates.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { sweep } from './sweep.ts';
import { watch } from './watch.ts';

/** In the order in which they are listed. */
export const COMMANDS: readonly Command[] = [
  sweep,
  find,
  compare,
  edge,
  run,
  diagnose,
  watch,
  resume,
  report,
  rates,
  check,
  mcp,
  demo,
];
