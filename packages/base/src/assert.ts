/** A broken promise inside the program: only the process or React boundary catches it. */
export class Bug extends Error {
  override name = 'Bug';
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Bug(message);
}

/** The value, or a `Bug` where the program promised that it is there. */
export function must<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new Bug(message);
  return value;
}

/** Makes the compiler prove that a switch is exhaustive. */
export function unreachable(value: never): never {
  throw new Bug(`unreachable: ${String(value)}`);
}
