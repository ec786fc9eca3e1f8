import * as l10n from '@vscode/l10n';
import type { Program } from '../program/program.ts';
import type { Framework, SourceRange } from '../rateSite.ts';
import type { ReadProgram } from '../readProgram.ts';
import { lastName } from '../syntax/expression.ts';
import type { Expression } from '../syntax/expression.ts';
import { clipKeras } from './clipKeras.ts';
import { clipOptax } from './clipOptax.ts';
import { clipTorch } from './clipTorch.ts';
import type { CodeFix } from './codeFix.ts';
import { callAt } from './callAt.ts';
import type { OptimizerCall } from './callAt.ts';

/** Functions that clip gradients: of PyTorch, Accelerate, TensorFlow and optax. */
const CLIPPING = /^(clip_grad|clip_by_(global_|average_)?norm|adaptive_grad_clip)/;

/**
 * Clips the gradients of the optimizer that a rate belongs to by their norm, all gradients together.
 * @param place where the rate is written
 * @returns null in programs without such an optimizer, and where it is unclear which one is meant
 */
export function clipGradients(read: ReadProgram, place: SourceRange, norm: number): CodeFix | null {
  const optimizer = read.program.kind === 'python' ? callAt(read, place, 'optimizer') : null;
  const clip = optimizer && CLIPS[optimizer.entry.framework];
  if (!clip) return null;
  return isClipped(read)
    ? { refusal: l10n.t('Its gradients are clipped already.') }
    : clip(read, optimizer, pythonFloat(norm));
}

const CLIPS: Readonly<
  Partial<Record<Framework, (read: ReadProgram, optimizer: OptimizerCall, norm: string) => CodeFix | null>>
> = { torch: clipTorch, keras: clipKeras, optax: clipOptax };

function isClipped({ program }: ReadProgram): boolean {
  return program.symbols.some(({ calls }) => calls.some(({ call: { callee } }) => isClipping(program, callee)));
}

function isClipping(program: Program, callee: Expression): boolean {
  if (callee.kind !== 'path') return false;
  const name = lastName(callee) ?? '';
  return (
    CLIPPING.test(name) ||
    (/^clamp/.test(name) && callee.names.includes('grad')) ||
    program.qualifiedNameOf(callee) === 'optax.clip'
  );
}

/** A number as Python writes a float: `1.0`. */
function pythonFloat(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
