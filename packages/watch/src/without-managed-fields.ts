const KEY = '"managedFields":[';
const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/**
 * An object's JSON without who owns its fields: half of the text of most objects, with names of fields nobody has seen before, and
 * so the dearest to parse. Text as Go's encoder writes it, without spaces; any other text comes back as it was. Within a string the
 * key cannot stand, since its quotes would be escaped there.
 */
export function withoutManagedFields(json: string): string {
  const start = json.indexOf(KEY);
  if (start < 0) return json;
  const end = endOfList(json, start + KEY.length);
  if (end < 0) return json;
  // With the comma after it, or the one before it where it was the last.
  if (json.charCodeAt(end) === COMMA) return json.slice(0, start) + json.slice(end + 1);
  const from = json.charCodeAt(start - 1) === COMMA ? start - 1 : start;
  return json.slice(0, from) + json.slice(end);
}

/** Behind the bracket that closes a list whose first character is at `from`; -1 where none does. */
function endOfList(json: string, from: number): number {
  let depth = 1;
  for (let at = from; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(json, at + 1);
      if (at < 0) return -1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    if (depth === 0) return at + 1;
  }
  return -1;
}

/** The quote that ends a string; -1 where none does. */
function endOfString(json: string, from: number): number {
  for (let end = json.indexOf('"', from); end >= 0; end = json.indexOf('"', end + 1)) {
    let backslashes = 0;
    for (let i = end - 1; i >= from && json.charCodeAt(i) === BACKSLASH; i--) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}
