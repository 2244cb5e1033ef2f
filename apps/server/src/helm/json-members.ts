import { MAX_JSON_DEPTH } from '@lanthorn/base/json-depth.ts';

/** It nests deeper than is read. */
export class TooDeep extends Error {
  override name = 'TooDeep';
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPENS: ReadonlySet<number> = new Set([91, 123]);
const CLOSES: ReadonlySet<number> = new Set([93, 125]);
const BLANKS: ReadonlySet<number> = new Set([9, 10, 13, 32]);

/**
 * The members of a JSON object as texts, unread: a release holds all templates and files of its chart, which nobody asks for, and a text that is
 * passed over costs a hundredth of one that is parsed. Of twins the last counts, as in a parser. Throws SyntaxError where it is no object, and `TooDeep`.
 */
export function jsonMembers(json: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  let at = skipBlanks(json, 0);
  if (json.charAt(at) !== '{') throw new SyntaxError('it is no JSON object');
  at = skipBlanks(json, at + 1);
  while (json.charAt(at) !== '}') {
    const keyEnd = endOfValue(json, at);
    const key: unknown = JSON.parse(json.slice(at, keyEnd));
    if (typeof key !== 'string') throw new SyntaxError('a key of it is no text');
    at = skipBlanks(json, keyEnd);
    if (json.charAt(at) !== ':') throw new SyntaxError('a value of it is missing');
    const start = skipBlanks(json, at + 1);
    at = endOfValue(json, start);
    members.set(key, json.slice(start, at));
    at = skipBlanks(json, at);
    if (json.charAt(at) === ',') at = skipBlanks(json, at + 1);
    else if (json.charAt(at) !== '}') throw new SyntaxError('it ends in the middle');
  }
  return members;
}

function skipBlanks(json: string, from: number): number {
  let at = from;
  while (BLANKS.has(json.charCodeAt(at))) at++;
  return at;
}

function endOfValue(json: string, from: number): number {
  if (from >= json.length) throw new SyntaxError('it ends in the middle');
  if (json.charCodeAt(from) === QUOTE) return endOfString(json, from);
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at) - 1;
    else if (OPENS.has(code)) {
      if (++depth > MAX_JSON_DEPTH) throw new TooDeep();
    } else if (CLOSES.has(code)) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (code === COMMA || BLANKS.has(code))) return at;
  }
  throw new SyntaxError('it ends in the middle');
}

/** Behind the quote that closes it. */
function endOfString(json: string, from: number): number {
  for (let at = json.indexOf('"', from + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let escapes = 0;
    while (json.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
  throw new SyntaxError('it ends in the middle');
}
