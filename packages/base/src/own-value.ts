const INHERITED = Object.prototype as Readonly<Record<string, unknown>>;

/** What a record holds under a word that comes from outside; nothing under `constructor` and the like, which every object inherits. */
export function ownValue<V>(record: Readonly<Record<string, V>>, key: string): V | undefined {
  const value = record[key];
  if (value === undefined) return undefined;
  // To look for an own property costs more than all else here: what is not inherited by what JSON is read into is its own.
  const isPlain = Object.getPrototypeOf(record) === Object.prototype;
  const isOwn = isPlain && value !== INHERITED[key] && (value as unknown) !== INHERITED;
  return isOwn || Object.hasOwn(record, key) ? value : undefined;
}

/** Puts a value there under a word that comes from outside; `__proto__` is a word as others, and changes nothing of what the record is. */
export function putOwn<V>(record: Record<string, V>, key: string, value: V): void {
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
  else record[key] = value;
}
