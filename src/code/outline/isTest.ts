import type { Program } from '../program/program.ts';

const TEST_MODULES = /^(pytest|unittest|absl\.testing|tests?)\b/;

/** Whether a program tests other code: by its imports, by a class or function with tests, or by calls that define some. */
export function isTest(program: Program): boolean {
  if (program.isScript) return ['describe', 'test', 'it'].some((name) => definesTests(program, name));
  if (program.importsFrom(TEST_MODULES)) return true;
  for (const { unit } of program.symbols)
    for (const { kind, name, parent, bases } of unit.facts.scopes) {
      if (kind === 'class' && bases.some((base) => base.endsWith('TestCase'))) return true;
      // What the program calls itself, such as `test_epoch(model)`, measures a model.
      const isTopLevel = parent === null || (parent.kind === 'class' && parent.name.startsWith('Test'));
      if (kind === 'function' && isTopLevel && name.startsWith('test_') && program.callsTo(name).length === 0)
        return true;
    }
  return false;
}

/** Whether the program calls `describe('…', …)`. */
function definesTests(program: Program, name: string): boolean {
  return program
    .callsTo(name)
    .some(
      ({ call: { callee, args } }) =>
        callee.kind === 'path' && callee.names.length === 1 && args[0]?.value.kind === 'text' && args.length > 1,
    );
}
