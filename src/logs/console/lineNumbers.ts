import type { Role } from '../columnRoles.ts';

/** A fraction of whole numbers: 96 of 469 batches. Keras does not know the total in the first epoch: it is Infinity then. */
export interface Fraction {
  readonly done: number;
  readonly total: number;
}

/** Where a number stands in a line: from its first character to the one behind it. */
export interface NumberPlace {
  readonly start: number;
  readonly end: number;
  /** Of its value, among those of the line. */
  readonly index: number;
}

/** What a line of console output measures, and where. Numbers are named by their index among the line's values. */
export interface LineNumbers {
  /** By name, as it is written: "train loss". What was measured on data that is not trained on begins with "val ". */
  readonly named: ReadonlyMap<string, number>;
  /** By name, where the number is the first of a fraction, the second: 10 of "Epoch 1/10". */
  readonly totals: ReadonlyMap<string, number>;
  /** Numbers without a name of which the second is the total: "96/469", "[640/60000". That of Keras' "96/Unknown" is null. */
  readonly fractions: readonly (readonly [done: number, total: number | null])[];
  readonly values: readonly number[];
  /** Of the numbers that are written with digits. */
  readonly places: readonly NumberPlace[];
  /** Whether the line says that it is about data that is not trained on. */
  readonly isValidation: boolean;
}

/** The last fraction that counts something: dates do not. */
export function fractionOf(fractions: LineNumbers['fractions'], values: ArrayLike<number>): Fraction | null {
  for (let at = fractions.length - 1; at >= 0; at--) {
    const done = values[fractions[at][0]];
    const total = fractions[at][1] === null ? Infinity : values[fractions[at][1]!];
    if (isCount(done) && total > 0 && done <= total && (total === Infinity || isCount(total))) return { done, total };
  }
  return null;
}

/** What begins with a digit; a word; what separates. */
const TOKEN =
  /([+-]?\.?\d[\w.]*(?:(?:,\d{3}\b)+(?:\.\d[\w.]*)?)?(?:(?<=[eE])[+-]\d+)?)|([A-Za-z_][\w./-]*)|(\t|[^\s\w])/g;
/** "0.25", "5,812", "1,234.5", "1e-05"; not "4ms". */
const NUMBER = /^[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** Characters that are read of a line. */
const MAX_LENGTH = 4000;

const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['infinity', Infinity],
]);

/** What number types wrap around a number: "np.float32(0.5)", "tensor(0.5)". */
const WRAPPER = /^(?:(?:np|numpy|jnp|torch|tf)\.)?(?:float\d*|tensor|array)$/i;
/** A place whose number follows its name at once: "epoch3", "Epoch3/10". */
const GLUED_PLACE = /^(epoch|step|iter)(\d+)(?:\/(\d+))?$/i;

/** Marks that stand between a name and its number. */
const JOINING = ':=\'"[(#';
/** Marks after which a name stands alone: "INFO:root:Epoch 1". */
const ASSIGNING = ':=';

/** What loggers write before a message: "INFO step=10". */
const LEVEL = /^(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL)$/;
const QUOTES: readonly string[] = ['"', "'"];
/** Words that stand between a name and its number: "the loss so far is 0.5". */
const FILLER = /^(?:is|was|so|far)$/i;

const TRAINING = /(?:^| )train(?:ing)?(?: set)?$/i;
const VALIDATION = /(?:^| )(?:val|valid|validate|validation|test|testing|eval|evaluate|evaluation|dev)(?: set)?$/i;
/** A name that says itself what it was measured on. */
const HAS_SPLIT = /^(?:train|val|test|eval|dev)/i;
/** What a line begins with that is about such data: "Validation: 50%", "Test Epoch 3", "valid on 'valid' subset". */
const BEGINS_VALIDATION =
  /^(?:val|valid|validate|validation|validating|test|testing|eval|evaluate|evaluation|evaluating|dev)(?: |$)/i;

/**
 * Reads a line: `name: number`, `name=number` and `name number`, names of several words among them, and fractions. A line may say once
 * what its numbers were measured on: "Test set: average loss: 0.04, accuracy: 0.98".
 * @param roleOf what a name is: "nan" after one that is read is a number, elsewhere a word
 * @param isValidation whether its numbers were measured on data that is not trained on, if it does not say so itself
 */
export function readLine(line: string, roleOf: (name: string) => Role | null, isValidation = false): LineNumbers {
  return new LineReader(roleOf, isValidation ? 'val ' : '').read(line);
}

class LineReader {
  readonly #named = new Map<string, number>();
  readonly #totals = new Map<string, number>();
  readonly #fractions: (readonly [number, number | null])[] = [];
  readonly #values: number[] = [];
  readonly #places: NumberPlace[] = [];
  /** Of the name that is being read. */
  #words: string[] = [];
  /** How many of them stand before a tab: they may be a unit, "36 samples/sec". */
  #before = 0;
  /** The number before, of which a slash makes a fraction. */
  #numerator: { readonly name: string; readonly index: number } | null = null;
  #hasSlash = false;
  /** The name of a step without a space or a total: with words behind it but no measure, "Step1: load data", it is a heading's. */
  #gluedStep: string | null = null;
  /** Whether the token before was a number with a unit: "9.5it". */
  #isQuantity = false;
  /** Whether the word before is the value of another name: "device=cuda", "message='a step'". */
  #isValue = false;

  /** @param prefix what the numbers from here on were measured on */
  constructor(
    private readonly roleOf: (name: string) => Role | null,
    private prefix: string,
  ) {}

  read(line: string): LineNumbers {
    let mark = '';
    let isHeading = false;
    for (const { 1: digits, 2: word, 3: separator, index } of line.slice(0, MAX_LENGTH).matchAll(TOKEN)) {
      // "9.5it/s": the unit goes on.
      const isUnit = this.#isQuantity && (separator === '/' || mark === '/');
      if (isUnit && separator === undefined) this.#isQuantity = false;
      else if (isUnit) mark = '/';
      if (isUnit) continue;
      this.#isQuantity = false;
      if (word !== undefined && line[index + word.length] === '(' && WRAPPER.test(word)) continue;
      if (digits !== undefined) this.#takeDigits(digits, index, line[index + digits.length] === '%');
      else if (word !== undefined && GLUED_PLACE.test(word)) this.#takeGlued(word, index, mark);
      else if (word !== undefined) {
        isHeading ||= this.#gluedStep !== null;
        if (QUOTES.includes(mark) && line[index - 1] === ' ') this.#isValue ||= !FILLER.test(word);
        this.#takeWord(word, mark);
      } else this.#takeMark(separator, line.slice(index - 1, index + 2) === ' - ');
      if (separator === undefined || separator.trim() !== '') mark = separator ?? '';
    }
    if (this.#gluedStep !== null && isHeading && !this.#hasMeasure()) this.#named.delete(this.#gluedStep);
    return {
      named: this.#named,
      totals: this.#totals,
      fractions: this.#fractions,
      values: this.#values,
      places: this.#places,
      isValidation: this.prefix !== '',
    };
  }

  /**
   * A quantity with a unit, "4ms", is nothing that is read.
   * @param isShare whether a percent sign follows: "steps: 1%" of a bar is no step
   */
  #takeDigits(digits: string, start: number, isShare: boolean): void {
    const text = /[.,]$/.test(digits) ? digits.slice(0, -1) : digits;
    if (NUMBER.test(text)) {
      if (isShare && this.#isPlace(this.#name())) this.#startName();
      this.#places.push({ start, end: start + text.length, index: this.#values.length });
      this.#takeNumber(Number(text.replaceAll(',', '')));
    } else {
      this.#startName();
      this.#isQuantity = true;
    }
  }

  #takeNumber(value: number): void {
    const name = this.#name();
    this.#followSplit();
    const index = this.#values.push(value) - 1;
    if (this.#hasSlash && this.#numerator) {
      if (this.#numerator.name !== '') this.#totals.set(this.#numerator.name, index);
      else this.#fractions.push([this.#numerator.index, index]);
      this.#numerator = null;
    } else {
      if (name !== '' && !this.#named.has(name)) this.#named.set(name, index);
      this.#numerator = { name, index };
    }
    this.#hasSlash = false;
    this.#isValue = false;
    this.#words = [];
    this.#before = 0;
  }

  #takeWord(word: string, mark: string): void {
    const special = NOT_FINITE.get(word.toLowerCase());
    if (special !== undefined && this.roleOf(this.#name()) !== null) {
      this.#takeNumber(mark === '-' ? -special : special);
      return;
    }
    if (this.#hasSlash && this.#numerator?.name === '' && word === 'Unknown') {
      this.#fractions.push([this.#numerator.index, null]);
    }
    this.#numerator = null;
    this.#hasSlash = false;
    if (ASSIGNING.includes(mark) && mark !== '') this.#startName();
    if (LEVEL.test(this.#words.at(-1) ?? '')) this.#words = [];
    if (this.#isValue) this.#startName();
    this.#isValue = mark === '=';
    if (this.#words.length === 0 || !FILLER.test(word)) this.#words.push(word);
  }

  #takeGlued(text: string, start: number, mark: string): void {
    const [, word, number, total] = GLUED_PLACE.exec(text)!;
    this.#takeWord(word, mark);
    const name = this.#name();
    if (total === undefined && word.toLowerCase() === 'step' && !this.#named.has(name)) this.#gluedStep = name;
    this.#takeDigits(number, start + word.length, false);
    if (total === undefined) return;
    this.#hasSlash = true;
    this.#takeDigits(total, start + text.length - total.length, false);
  }

  #takeMark(mark: string, isSpacedDash: boolean): void {
    if (mark === '/' && this.#numerator) this.#hasSlash = true;
    else if (mark === '-' && !isSpacedDash && this.#words.length > 0) return;
    else if (mark.trim() !== '' && !JOINING.includes(mark)) {
      // "Epoch(val) [3]": the name goes on.
      const name = mark === ')' && isSplit(this.#words.at(-1)) ? this.#words.slice(0, -1) : [];
      this.#startName();
      this.#words = name;
      this.#numerator = null;
    } else if (mark === '\t') {
      this.#numerator = null;
      this.#before = this.#words.length;
    }
  }

  /** What stood before was no name of a number, but it may say what the next ones were measured on. */
  #startName(): void {
    this.#followSplit();
    this.#words = [];
    this.#before = 0;
  }

  #followSplit(): void {
    const words = this.#words.join(' ');
    const beginsSo = BEGINS_VALIDATION.test(words) && !this.#hasMeasure();
    if (VALIDATION.test(words) || beginsSo) this.prefix = 'val ';
    else if (TRAINING.test(words)) this.prefix = '';
  }

  #isPlace(name: string): boolean {
    const role = this.roleOf(name);
    return role === 'step' || role === 'epoch';
  }

  #hasMeasure(): boolean {
    return [...this.#named.keys()].some((name) => this.roleOf(name) !== null && !this.#isPlace(name));
  }

  #name(): string {
    const whole = this.#words.join(' ');
    const own = this.#words.slice(this.#before).join(' ');
    const name = this.roleOf(whole) === null && this.roleOf(own) !== null ? own : whole;
    const isPrefixed = this.prefix !== '' && !HAS_SPLIT.test(name) && this.roleOf(this.prefix + name) !== null;
    return isPrefixed ? this.prefix + name : name;
  }
}

function isSplit(word = ''): boolean {
  return TRAINING.test(word) || VALIDATION.test(word);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
