import { parse, stringify } from 'lossless-json';
import { isObject } from './json.ts';

/** Digits in a row that a number may lose some of; most texts have none. */
const MANY_DIGITS = /[:,[\s]-?\d{16}/;

/** JSON as it is written: a whole number beyond 2^53, which Kubernetes can hold and JavaScript cannot, becomes a bigint. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Digits are many in texts, too, as in times in microseconds; reading number by number takes many times as long.
  return MANY_DIGITS.test(text) && hasLostDigits(value)
    ? parse(text, undefined, { parseNumber: readNumber, onDuplicateKey: last => last.newValue })
    : value;
}

/** A whole number in it, however deep, is beyond what was certainly read exactly. */
function hasLostDigits(root: unknown): boolean {
  const left = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) return true;
    if (Array.isArray(value) || isObject(value)) for (const entry of Object.values(value)) left.push(entry);
  }
  return false;
}

function readNumber(text: string): number | bigint {
  const value = Number(text);
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? BigInt(text) : value;
}

/** As `JSON.stringify`, with every digit of bigints. */
export function writeJson(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, null, indent);
  } catch (error) {
    // The one way to learn that there is a bigint without looking at everything twice.
    if (error instanceof TypeError && error.message.includes('BigInt')) return stringify(value, null, indent) ?? 'null';
    throw error;
  }
}
