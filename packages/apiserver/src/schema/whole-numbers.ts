import { isObject } from '@lanthorn/base/json.ts';

// Whole numbers as Go has them. What a float does not hold exactly is a bigint.

const LIMITS: Readonly<Record<string, readonly [number | bigint, number | bigint]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** A whole number that fits into a field of the format, which is as wide as can be where nothing is said. */
export function fitsInteger(value: unknown, format = 'int64'): boolean {
  if (typeof value !== 'bigint' && !Number.isInteger(value)) return false;
  const limits = LIMITS[format];
  return limits === undefined || ((value as bigint) >= limits[0] && (value as bigint) <= limits[1]);
}

/** The value as Go reads it without a type: a whole number beyond 64 bits is a float. */
export function untyped(value: unknown): unknown {
  if (typeof value === 'bigint') return fitsInteger(value) ? value : Number(value);
  if (Array.isArray(value)) return value.map(untyped);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, untyped(entry)]));
}
