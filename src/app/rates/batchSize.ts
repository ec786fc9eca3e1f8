/**
 * A number for the batch size of training, not of tests and the like: `batch_size=64`, `"batchSize": 64`,
 * `--batch-size", type=int, default=64`.
 */
const BATCH_SIZE =
  /(?<![a-z])(?<!(?:test|val|valid|validation|eval|predict|inference)_)batch[_-]?size["']?(?:\s*,[^\n#]{0,60}?\bdefault)?\s*(?::\s*(?:int|number)\s*=|[:=])\s*(\d+)\b(?!\s*[*/.])/gi;

/** Gradient accumulation: the batch of a training step is larger. */
const ACCUMULATED = /grad\w{0,30}accum|accum\w{0,30}(grad|steps|iter)|micro_?batch/i;

const COMMENT = /^[ \t]*(#|\/\/).*$/gm;

/** The training batch size in a text; null if there is none, more than one, or only that of micro-batches. */
export function visibleBatchSize(text: string): number | null {
  const code = text.replace(COMMENT, '');
  if (ACCUMULATED.test(code)) return null;
  const sizes = new Set([...code.matchAll(BATCH_SIZE)].map(([, size]) => Number(size)));
  const [size] = sizes;
  return sizes.size === 1 && size > 0 ? size : null;
}
