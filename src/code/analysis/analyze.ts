import { outlineTraining } from '../outline/outlineTraining.ts';
import { linesOf, placeOf } from '../places.ts';
import type { ProgramReport } from '../programReport.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { finish } from './finish.ts';
import { searchKnownCall } from './knownCalls.ts';
import { searchLocalCalls, searchNamedRates, searchReturnedRates } from './namedRates.ts';
import { declaredOption } from './options.ts';
import { calleesOf } from './optimizerCalls.ts';
import { Program } from './program.ts';
import type { PlacedCall } from './program.ts';
import { Search } from './search.ts';
import { searchUnknownCall } from './unknownCalls.ts';

/** Local calls can pass a rate on through this many functions. */
const ROUNDS = 3;

/** Calls that keep their arguments under the names that these have. */
const KEEPS_NAMES = /(config|cfg|namespace|params|args|settings|hparams|set_defaults|edict|easydict|CN|options|init|Bunch|Munch)$/i;

/**
 * Finds the rates of a program by what its statements say, in many short steps.
 * @param texts of all cells
 * @param marked whether places say which cell they are in
 */
export function* analyze(units: readonly Unit[], language: 'python' | 'script' | 'settings', texts: readonly string[], marked: boolean): Generator<void, ProgramReport> {
  const program = new Program(units, language, texts);
  yield;
  for (const call of program.calls) addNames(program, call);
  const search = new Search(program);
  for (const { call, scope, unit, block } of program.calls) {
    const where = { unit, scope, block };
    const callees = calleesOf(program, call, where);
    if (callees.length === 0) searchUnknownCall(search, call, where);
    for (const callee of callees) searchKnownCall(search, call, where, callee);
    yield;
  }
  yield* searchNamedRates(search);
  searchReturnedRates(search);
  for (let round = 0; round < ROUNDS; round++) {
    yield;
    searchLocalCalls(search);
  }
  yield;
  const lines = texts.map(linesOf);
  const place = ({ cell, offset }: Unit, { start, end }: Span) => ({ ...(marked ? { cell } : {}), ...placeOf(lines[cell], offset + start, offset + end) });
  const textOf = ({ cell, offset }: Unit, { start, end }: Span) => texts[cell].slice(offset + start, offset + end);
  const rates = finish(search, lines, marked);
  yield;
  return { ...rates, outline: outlineTraining(program, place, textOf) };
}

/** Options and keywords become values of their names. */
function addNames(program: Program, { call, scope, unit }: PlacedCall): void {
  const option = declaredOption(call);
  if (option) {
    const { value } = option;
    for (const name of new Set(option.names)) {
      program.add({ kind: 'option', role: 'argument-default', names: [name], value, scope: null, unit, siblings: [], suite: null, owner: null, start: value.start, end: value.end });
    }
  }
  const name = call.callee.kind === 'path' ? call.callee.names[call.callee.names.length - 1] : '';
  if (!KEEPS_NAMES.test(name)) return;
  const siblings = call.args.flatMap((argument) => argument.name ?? []);
  const role = name === 'set_defaults' ? 'argument-default' : 'config';
  for (const { name: key, value } of call.args) {
    if (key !== null) program.add({ kind: 'entry', role, names: [key], value, scope, unit, siblings, suite: null, owner: call, start: value.start, end: value.end });
  }
}
