/** Where a batch size is given a number: `batch_size=64`, `"batchSize": 64`, `--batch-size", type=int, default=64`. */
const BATCH_SIZE =
  /(?<![a-z])((?:[a-z]+_)*)batch[_-]?size["']?(?:\s*,[^\n#]{0,60}?\bdefault)?\s*(?::\s*(?:int|number)\s*=|[:=])\s*(\d+)\b(?!\s*[*/.])/gi;

/** Batches that no weights are changed by. */
const NOT_TRAINING = /(test|val|valid|validation|eval|predict|inference)_$/i;

/** Several of what is called a batch are added up to the one that changes weights. */
const ACCUMULATED = /grad\w*_?accum|accum\w*_?(grad|steps|iter)|micro_?batch/i;

const COMMENT = /^\s*(#|\/\/).*$/gm;

/** The one size of the training's batches that a text shows; null if it shows none, several, or parts of one. */
export function visibleBatchSize(text: string): number | null {
  const code = text.replace(COMMENT, '');
  if (ACCUMULATED.test(code)) return null;
  const sizes = new Set(
    [...code.matchAll(BATCH_SIZE)].filter(([, before]) => !NOT_TRAINING.test(before)).map(([, , size]) => Number(size)),
  );
  const [size] = sizes;
  return sizes.size === 1 && size > 0 ? size : null;
}
