/** A part of linear memory with one purpose. */
export interface Region {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
}

const CACHE_LINE = 64;

/** Allocates linear memory from an address upward. Regions start at cache lines and have gaps in between, which nobody writes to. */
export class Arena {
  readonly regions: Region[] = [];
  #end: number;

  constructor(start: number) {
    this.#end = start;
  }

  /** First address after all regions. */
  get end(): number {
    return this.#end;
  }

  /** Allocates a region. @returns its address */
  allocate(name: string, bytes: number): number {
    const address = roundUp(this.#end, CACHE_LINE) + CACHE_LINE;
    this.regions.push({ name, address, bytes });
    this.#end = address + bytes;
    return address;
  }
}

/** The smallest multiple of `unit` that is at least `value`. */
export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
