import { stringify } from 'lossless-json';
import { isObject, type JsonObject } from './json.ts';

/** Digits in a row that a number may lose some of; most texts have none. */
const MANY_DIGITS = /(?:^|[:,[\s])-?\d{16}/;
/** The beginning of a text, or a whole number of many digits. */
const QUOTE_OR_LONG_NUMBER = /"|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g;

/** JSON as it is written: a whole number beyond 2^53, which Kubernetes can hold and JavaScript cannot, becomes a bigint. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Digits are many in texts, too, as in times in microseconds.
  return MANY_DIGITS.test(text) && hasLostDigits(value) ? withEveryDigit(value, text) : value;
}

/** A whole number in it, however deep, is beyond what was certainly read exactly. */
function hasLostDigits(root: unknown): boolean {
  const left = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (isRounded(value)) return true;
    if (Array.isArray(value) || isObject(value)) for (const entry of Object.values(value)) left.push(entry);
  }
  return false;
}

const isRounded = (value: unknown) => Number.isInteger(value) && !Number.isSafeInteger(value);

/**
 * The text is read once more with its long numbers in quotes, and both trees are gone through side by side: where one has a number and
 * the other a text, the digits stand. A reviver that is told the source would save this, but Node 20 has none, and it costs the same.
 */
function withEveryDigit(value: unknown, text: string): unknown {
  const root: JsonObject = { value };
  const left: [JsonObject, JsonObject][] = [[root, { value: JSON.parse(withLongNumbersQuoted(text)) as unknown }]];
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    const [rounded, digits] = pair;
    for (const key of Object.keys(rounded)) {
      const [number, written] = [rounded[key], digits[key]];
      if (typeof number === 'number') {
        if (typeof written === 'string') rounded[key] = BigInt(written);
      } else if (typeof number === 'object' && number !== null)
        left.push([number as JsonObject, written as JsonObject]);
    }
  }
  return root['value'];
}

/** Of a text that is JSON. */
function withLongNumbersQuoted(text: string): string {
  const parts: string[] = [];
  let taken = 0;
  const pattern = new RegExp(QUOTE_OR_LONG_NUMBER);
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [token] = found;
    if (token === '"') pattern.lastIndex = endOfText(text, found.index);
    else if (!Number.isSafeInteger(Number(token))) {
      parts.push(text.slice(taken, found.index), `"${token}"`);
      taken = pattern.lastIndex;
    }
  }
  return parts.join('') + text.slice(taken);
}

/** Behind its closing quote, which no odd number of backslashes stands before. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text[before - 1] === '\\') before--;
    if ((end - before) % 2 === 0) return end + 1;
  }
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
