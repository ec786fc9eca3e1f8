/** Adds a value to the list under a key. */
export function appendTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The only item of a collection without repetitions; null if it is empty or has more. */
export function onlyOf<T>(items: Iterable<T>): T | null {
  const [first, ...more] = new Set(items);
  return first !== undefined && more.length === 0 ? first : null;
}

/** The items under their keys, each list in the order of the items. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) appendTo(groups, keyOf(item), item);
  return groups;
}
