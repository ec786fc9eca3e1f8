import * as l10n from '@vscode/l10n';
import { argumentFor } from '../program/arguments.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import type { Expression } from '../syntax/expression.ts';
import type { CodeFix, TextChange } from './codeFix.ts';
import type { OptimizerCall } from './optimizerAt.ts';
import type { ReadProgram } from '../readProgram.ts';
import { modelAtStep, optimizerNameOf } from './torchSteps.ts';

const FUNCTION = 'torch.nn.utils.clip_grad_norm_';

/** Libraries that step the optimizer or shard the gradients themselves, and clip them in a way of their own. */
const OWN_CLIPPING =
  /^(accelerate|deepspeed|apex|lightning|pytorch_lightning|colossalai|torch\.distributed\.(fsdp|_composable))\b/;

/**
 * Clips the gradients on a line of its own directly before each `optimizer.step()` of PyTorch.
 * Source: PyTorch documentation, torch.nn.utils.clip_grad_norm_
 */
export function clipTorch(read: ReadProgram, { site }: OptimizerCall, norm: string): CodeFix {
  const { program } = read;
  if (['GradScaler', 'unscale_'].some((name) => program.callsTo(name).length > 0))
    return { refusal: l10n.t('With a GradScaler, gradients must be unscaled before they are clipped.') };
  if (program.importsFrom(OWN_CLIPPING))
    return { refusal: l10n.t('The library that trains the model clips gradients in its own way.') };
  const model = modelOf(site);
  const optimizer = model !== null ? optimizerNameOf(program, site) : null;
  if (model === null || optimizer === null)
    return { refusal: l10n.t('The optimizer is not made from the parameters of one model, both with plain names.') };
  const path = importedPath(read);
  if (path === null) return { refusal: l10n.t('torch is not imported as a module here.') };
  const changes: TextChange[] = [];
  for (const step of program.callsTo('step')) {
    const found = modelAtStep(program, step, { optimizer, model, site });
    if (found === 'other') continue;
    if (found === 'unclear') return { refusal: l10n.t('Not every step of the optimizer tells which model it trains.') };
    if (step.call.args.length > 0) return { refusal: l10n.t('The step of the optimizer gets a closure.') };
    const change = lineBefore(read, step, `${path}(${found.model}.parameters(), max_norm=${norm})`);
    if (!change) return { refusal: l10n.t('A step of the optimizer shares its line with other code.') };
    changes.push(change);
  }
  return changes.length > 0 ? { changes } : { refusal: l10n.t('No step of the optimizer is in this file.') };
}

/** `model` of `SGD(model.parameters())`; null for anything else. */
function modelOf({ call }: CallSite): string | null {
  const parameters: Expression | undefined = argumentFor(call, { names: ['params'], position: 0 })?.value;
  if (parameters?.kind !== 'call' || parameters.args.length > 0 || parameters.callee.kind !== 'path') return null;
  const { names } = parameters.callee;
  return names.length === 2 && names[1] === 'parameters' && /^\w+$/.test(names[0]) && names[0] !== 'self'
    ? names[0]
    : null;
}

/** How the program can write the function with what it imports at its top level; null if it can't. */
function importedPath({ program }: ReadProgram): string | null {
  const paths = program.symbols.flatMap(({ unit: { facts } }) =>
    facts.scopes.length > 0
      ? []
      : facts.imports.flatMap(({ local, target }) =>
          isCurrent(program, local, target) && `${FUNCTION}.`.startsWith(`${target}.`)
            ? [`${local}${FUNCTION.slice(target.length)}`]
            : [],
        ),
  );
  return paths.find((path) => path === FUNCTION) ?? paths[0] ?? null;
}

function isCurrent(program: Program, local: string, target: string): boolean {
  return program.importTargetOf(local) === target;
}

/** A statement on a line of its own before a call that is one, too; null if it shares its line. */
function lineBefore({ source, texts }: ReadProgram, { call, unit }: CallSite, statement: string): TextChange | null {
  const text = texts[unit.cell];
  const start = unit.offset + call.start;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(lineStart, start);
  const [rest] = /^[^\r\n]*/.exec(text.slice(unit.offset + call.end))!;
  const isWithinExpression = /[([{,=\\]\s*$/.test(text.slice(0, lineStart));
  if (indent.trim() !== '' || !/^\s*(#.*)?$/.test(rest) || isWithinExpression || call.parent.node) return null;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const offset = lineStart - unit.offset;
  return { range: source.rangeOf(unit, { start: offset, end: offset }), text: `${indent}${statement}${lineEnd}` };
}
