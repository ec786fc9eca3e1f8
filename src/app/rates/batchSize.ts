/** A number for a batch size: `batch_size=64`, `"batchSize": 64`, `--batch-size", type=int, default=64`. */
const BATCH_SIZE =
  /(?<![a-z])((?:[a-z]+_)*)batch[_-]?size["']?(?:\s*,[^\n#]{0,60}?\bdefault)?\s*(?::\s*(?:int|number)\s*=|[:=])\s*(\d+)\b(?!\s*[*/.])/gi;

/** Prefixes of batches that aren't for training. */
const NOT_TRAINING = /(test|val|valid|validation|eval|predict|inference)_$/i;

/** Gradient accumulation: the batch of a training step is larger. */
const ACCUMULATED = /grad\w*_?accum|accum\w*_?(grad|steps|iter)|micro_?batch/i;

const COMMENT = /^\s*(#|\/\/).*$/gm;

/** The training batch size in a text; null if there is none, more than one, or only that of micro-batches. */
export function visibleBatchSize(text: string): number | null {
  const code = text.replace(COMMENT, '');
  if (ACCUMULATED.test(code)) return null;
  const sizes = new Set(
    [...code.matchAll(BATCH_SIZE)].filter(([, before]) => !NOT_TRAINING.test(before)).map(([, , size]) => Number(size)),
  );
  const [size] = sizes;
  return sizes.size === 1 && size > 0 ? size : null;
}
