import { parse, stringify } from 'lossless-json';

/** Digits in a row that a number may lose some of; most texts have none. */
const MANY_DIGITS = /[:,[\s]-?\d{16}/;

/** JSON as it is written: a whole number beyond 2^53, which Kubernetes can hold and JavaScript cannot, becomes a bigint. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  return MANY_DIGITS.test(text)
    ? parse(text, undefined, { parseNumber: readNumber, onDuplicateKey: last => last.newValue })
    : JSON.parse(text);
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
