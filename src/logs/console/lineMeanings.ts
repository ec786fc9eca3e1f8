import type { ConsoleLine } from './consoleLine.ts';
import { placeIn, readConsoleLine } from './consoleLine.ts';
import type { LineCells } from './dialect.ts';
import { DIALECTS } from './dialects.ts';
import type { PrintedLine } from './lineCodes.ts';
import { LineMemory } from './lineMemory.ts';
import { printedRole } from './printedRole.ts';
import { withoutLauncher } from './ranks.ts';

/** Lines without a word of these measure nothing that is read, and do not say where. */
const TELLING = /loss|lr\b|rate|acc|epoch|step|iter|trl|error|entropy|it\/s|s\/it|%\|/i;
/** What is said of a run at its end: the last values once more by W&B and Comet, means of the whole run by Hugging Face's Trainer. */
const RUN_SUMMARY = /^(?:wandb: |COMET INFO: |TrainOutput\()/;
/** A line above numbers that were measured on other data than that of the training: "Test Error:". */
const VALIDATION_HEADING =
  /^(?:\w+:\w+:)?(?:\W*(?:test|val|valid|validation|eval|evaluation)(?: (?:error|set|results?|metrics))?\W*$|Saving dict for global step)/i;
/** What ends the part of the output below such a line. */
const TRAINING_LINE = /train|epoch|iter|step.*(?:loss|xent)|loss.*step/i;
/** A bar with a loss. Without a name of its own it is that of the training, which goes on below a validation loss. */
const LOSS_BAR = /%\|.*loss/i;

/** What a line says. */
export interface Meaning {
  readonly meaning: ConsoleLine;
  /** Of its numbers; the next line changes them. */
  readonly values: ArrayLike<number>;
}

/** Finds out what each line of a program means, which may depend on the lines above it. */
export class LineMeanings {
  readonly #memory = new LineMemory();
  readonly #dialects = DIALECTS.map((create) => create());
  /** Whether the lines from here on are about other data than that of the training. */
  #isValidation = false;
  /** Whether that is so because of a validation loss, and not because of a heading. */
  #isBelowLoss = false;

  /** Tells that the newest line has a validation loss, of which the lines below may tell more. */
  beginValidation(): void {
    this.#isValidation = true;
    this.#isBelowLoss = true;
  }

  /** @returns null for a line that measures nothing and does not say where */
  of(printed: PrintedLine): Meaning | null {
    const known = this.#isValidation ? null : this.#memory.find(printed);
    if (known) return { meaning: known.meaning, values: known.template.values };
    return this.#ofUnknown(printed.text.slice(printed.from, printed.to));
  }

  #ofUnknown(line: string): Meaning | null {
    const said = withoutLauncher(line);
    if (RUN_SUMMARY.test(said)) return null;
    for (const dialect of this.#dialects) {
      const found = dialect(said);
      if (!found) continue;
      this.#memory.clear();
      return meaningOf(found, said !== line);
    }
    const isHeading = VALIDATION_HEADING.test(said);
    if (isHeading) this.#isBelowLoss = false;
    if (!TELLING.test(line)) {
      this.#isValidation ||= isHeading;
      return null;
    }
    const isTraining = TRAINING_LINE.test(said) || (this.#isBelowLoss && LOSS_BAR.test(line));
    this.#isValidation = isHeading || (this.#isValidation && !isTraining);
    const { numbers, meaning } = readConsoleLine(line, this.#isValidation);
    if (!this.#isValidation) this.#memory.add(line, numbers, meaning);
    return { meaning, values: numbers.values };
  }
}

/** @param mayNameRank whether something before what the dialect knows may say which of several processes has printed the line */
function meaningOf({ cells, fraction }: LineCells, mayNameRank: boolean): Meaning {
  const values = [...cells.values(), fraction?.done ?? NaN, fraction?.total ?? NaN];
  const named = [...cells.keys()].map((name, index) => ({ name, role: printedRole(name), index, total: null }));
  const meaning: ConsoleLine = {
    cells: named,
    place: placeIn(named),
    fractions: [[cells.size, cells.size + 1]],
    isProgressBar: false,
    kerasLine: null,
    averaged: undefined,
    mayNameRank,
  };
  return { meaning, values };
}
