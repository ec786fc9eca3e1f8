import type { Facts } from './syntax/facts.ts';

/** Remembers the facts of statements by their text from one version of a document to the next. */
export class UnitCache {
  #before = new Map<string, Facts[]>();
  #now = new Map<string, Facts[]>();

  /** Begins a new version: what the last one did not use is forgotten. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** Equal statements in two places have facts of their own, since each is a place of its own. */
  factsOf(text: string, read: () => Facts): Facts {
    const facts = this.#before.get(text)?.pop() ?? read();
    const known = this.#now.get(text);
    if (known) known.push(facts);
    else this.#now.set(text, [facts]);
    return facts;
  }
}
