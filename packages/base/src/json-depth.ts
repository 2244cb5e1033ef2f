/**
 * The API server takes 10,000 levels, of which no kind needs fifty. What is deeper costs seconds to parse and cannot be written again:
 * JavaScript has no stack for it.
 */
export const MAX_JSON_DEPTH = 500;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** Whether a JSON text nests deeper than is read. */
export function isTooDeep(json: string): boolean {
  return deepParts(json).length > 0;
}

/** The text with a word in place of whatever nests deeper than is read. */
export function withoutDepth(json: string): string {
  const parts = deepParts(json);
  if (parts.length === 0) return json;
  let shallow = '';
  let from = 0;
  for (const [start, end] of parts) {
    shallow += `${json.slice(from, start)}"(nested more than ${MAX_JSON_DEPTH} levels deep)"`;
    from = end;
  }
  return shallow + json.slice(from);
}

/** Where brackets open too deep, and where they close again. */
function deepParts(json: string): readonly (readonly [number, number])[] {
  if (!hasManyBrackets(json)) return [];
  const parts: [number, number][] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at + 1);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth === MAX_JSON_DEPTH + 1) start = at;
    } else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && depth-- === MAX_JSON_DEPTH + 1)
      parts.push([start, at + 1]);
  }
  return parts;
}

/** Most texts have too few to nest so deep, which is seen at a tenth of the price. */
function hasManyBrackets(json: string): boolean {
  let count = 0;
  for (const bracket of '{[')
    for (let at = json.indexOf(bracket); at >= 0; at = json.indexOf(bracket, at + 1))
      if (++count > MAX_JSON_DEPTH) return true;
  return false;
}

/** The quote that ends a string, or the end of the text. */
function endOfString(json: string, from: number): number {
  let at = from;
  for (; at < json.length && json.charCodeAt(at) !== QUOTE; at++) if (json.charCodeAt(at) === BACKSLASH) at++;
  return at;
}
