/** A piece of linear memory with one use. */
export interface Region {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
}

const CACHE_LINE = 64;

/** Hands out linear memory from an address upward. Regions start at cache lines and never touch: what lies between is nobody's, and stays as it was. */
export class Arena {
  readonly regions: Region[] = [];
  #end: number;

  constructor(start: number) {
    this.#end = start;
  }

  /** First address after everything handed out. */
  get end(): number {
    return this.#end;
  }

  /** @returns the address of `bytes` bytes. */
  take(name: string, bytes: number): number {
    const address = roundUp(this.#end, CACHE_LINE) + CACHE_LINE;
    this.regions.push({ name, address, bytes });
    this.#end = address + bytes;
    return address;
  }
}

/** The least multiple of `unit` that is not below `value`. */
export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
