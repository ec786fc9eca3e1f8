import { countedTo } from '../outline/blocks.ts';
import { SettingReader } from '../outline/settingReader.ts';
import type { CallSite, NamedValue } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { positionOf } from '../program/sourceOrder.ts';
import type { ReadProgram } from '../readProgram.ts';
import { lastName } from '../syntax/expression.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Part } from './insertedLines.ts';
import type { PlacedLoop } from './trainingLoops.ts';
import { attributeValues, isAttribute, ownerOf, valuesOf } from './torchSteps.ts';

/** A length as the program can write it: `EPOCHS * len(loader)`. */
export interface WrittenLength {
  readonly text: string;
  /** Null unless it is a number. */
  readonly value: number | null;
  /** The names in it, without their attributes, each with a call that sees them. */
  readonly names: readonly { readonly name: string; readonly use: CallSite }[];
}

/** How often a loop runs; null if its range does not say. */
export function iterationsOf(read: ReadProgram, { loop, call }: PlacedLoop): WrittenLength | null {
  const { program, source } = read;
  const end = loop.iterable && countedTo(loop.iterable, call, new SettingReader(program, source));
  return end && writtenLength(read, end, call);
}

/** A number, a name or `len(name)` as a length; null for anything else. @param use a call that sees the names in it */
export function writtenLength({ source }: ReadProgram, expression: Expression, use: CallSite): WrittenLength | null {
  if (expression.kind === 'number') return numberLength(expression.value);
  const measured =
    expression.kind === 'call' && lastName(expression.callee) === 'len' ? expression.args[0]?.value : expression;
  if (measured?.kind !== 'path' || /\[\]|\(\)/.test(measured.names.join('.'))) return null;
  return { text: source.textOf(use.unit, expression), value: null, names: [{ name: usedName(measured.names), use }] };
}

/** What has to be known for a path: its first name, or the attribute of the object. */
function usedName(names: readonly string[]): string {
  return names.slice(0, names[0] === 'self' ? 2 : 1).join('.');
}

export function numberLength(value: number): WrittenLength {
  return { text: String(value), value, names: [] };
}

/** The product of lengths, of which numbers are multiplied. */
export function productOf(lengths: readonly WrittenLength[]): WrittenLength {
  const numbers = lengths.flatMap(({ value }) => value ?? []);
  const factor = numbers.reduce((product, value) => product * value, 1);
  const others = lengths.filter(({ value }) => value === null);
  if (others.length === 0) return numberLength(factor);
  const texts = [...(factor === 1 ? [] : [String(factor)]), ...others.map(({ text }) => text)];
  return { text: texts.join(' * '), value: null, names: others.flatMap(({ names }) => names) };
}

/**
 * The statement behind which code beside a created object knows the names in a length: its creation, or a later assignment; null if a name
 * belongs to other code, or may not be known.
 */
export function knownBehind(read: ReadProgram, { names }: WrittenLength, created: CallSite): Part | null {
  const { call, unit } = created;
  const last = names.map(({ name, use }) => lastAssignment(read, name, use, created));
  if (last.includes(null)) return null;
  const [latest] = last
    .flatMap((value) => (value === null || value === 'before' ? [] : value))
    .toSorted((a, b) => place(b) - place(a));
  return latest
    ? { unit: latest.unit, start: latest.start, end: latest.value.end }
    : { unit, start: call.start, end: call.end };
}

/** Whether all names in a length are known where an object is created. */
export function isKnownAt(read: ReadProgram, length: WrittenLength, created: CallSite): boolean {
  return length.names.every(({ name, use }) => lastAssignment(read, name, use, created) === 'before');
}

function lastAssignment(
  { program, texts }: ReadProgram,
  name: string,
  use: CallSite,
  created: CallSite,
): NamedValue | 'before' | null {
  if (isAttribute(name)) return attributeAssignment(program, name, created);
  const owner = ownerOf(program, use, name);
  if (owner && owner !== created.scope) return null;
  const values = valuesOf(program, name, owner, use.unit);
  if (values.some(({ kind }) => kind === 'loop')) return null;
  const isElsewhere = owner !== created.scope || owner?.parameters.includes(name);
  if (values.length === 0) {
    const { cell, offset } = created.unit;
    const before = texts[cell].slice(created.scope ? offset + created.scope.start : 0, offset + created.call.start);
    const isMentioned = [...texts.slice(0, cell), before].some((text) => new RegExp(`\\b${name}\\b`).test(text));
    return isElsewhere || isMentioned ? 'before' : null;
  }
  if (owner !== created.scope) return 'before';
  const last = values.reduce((a, b) => (place(a) > place(b) ? a : b));
  if (place(last) < positionOf(created.unit, created.call.start)) return 'before';
  const isCertain = place(last) < positionOf(use.unit, use.call.start) && last.block === created.block;
  return isCertain ? last : null;
}

/** Another method may give it its value later, or a base class. */
function attributeAssignment(program: Program, name: string, created: CallSite): NamedValue | 'before' | null {
  const values = attributeValues(program, name, created.scope);
  if (values.length === 0 || values.some(({ scope }) => scope !== created.scope)) return null;
  const last = values.reduce((a, b) => (place(a) > place(b) ? a : b));
  if (place(last) < positionOf(created.unit, created.call.start)) return 'before';
  return last.block === created.block ? last : null;
}

function place({ unit, start }: NamedValue): number {
  return positionOf(unit, start);
}
