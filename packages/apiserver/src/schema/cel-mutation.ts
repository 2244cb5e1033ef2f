import { isObject } from '@lanthorn/base/json.ts';
import { base64 } from '@lanthorn/base/base64.ts';

// Expressions that make changes name objects by their type (k8s.io/apiserver/pkg/cel/mutation): `Object.spec{replicas: 3}`, `JSONPatch{op: "add"}`.
// To the compiler here an object is a map of anything, so the types are left out and the names of fields are made texts.

const TOKENS =
  /\/\/[^\n]*|[rRbB]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|[A-Za-z_]\w*|\s+|[\s\S]/g;
const NAME = /^[A-Za-z_]\w*$/;
const TYPES = ['Object', 'JSONPatch'];
/** What `jsonpatch.escapeKey` is called here. */
export const ESCAPE_KEY = 'escapedPatchKey';

const OPENING = '{[(';
const CLOSING = '}])';

/** The expression without the types of objects in it. */
export function withoutTypes(expression: string): string {
  const tokens = [...expression.matchAll(TOKENS)].map(([token]) => token);
  const isSpace = (i: number) => /^(\s|\/\/)/.test(tokens[i] ?? '');
  const step = (from: number, by: 1 | -1) => {
    let i = from + by;
    while (tokens[i] !== undefined && isSpace(i)) i += by;
    return i;
  };
  const result = [...tokens];
  /** Of each bracket that is open, whether it is that of a typed object. */
  const open: boolean[] = [];
  for (const [i, token] of tokens.entries()) {
    if (OPENING.includes(token)) {
      const type = token === '{' ? typeBefore(tokens, step(i, -1), step) : null;
      if (type !== null) {
        for (let at = type; at < i; at++) if (!isSpace(at)) result[at] = '';
        result[i] = 'dyn({';
      }
      open.push(type !== null);
    } else if (CLOSING.includes(token)) {
      if (open.pop() === true) result[i] = '})';
    } else if (token === 'jsonpatch' && tokens[step(i, 1)] === '.') {
      result[i] = ESCAPE_KEY;
      const dot = step(i, 1);
      result[dot] = '';
      result[step(dot, 1)] = '';
    } else if (open.at(-1) === true && NAME.test(token) && tokens[step(i, 1)] === ':') {
      const before = step(i, -1);
      const opener = tokens[before] === '?' ? tokens[step(before, -1)] : tokens[before];
      if (opener === '{' || opener === ',') result[i] = JSON.stringify(token);
    }
  }
  return result.join('');
}

/** Where the type begins that ends here; null where none does. */
function typeBefore(tokens: readonly string[], end: number, step: (from: number, by: 1 | -1) => number): number | null {
  let at = end;
  while (NAME.test(tokens[at] ?? '')) {
    const dot = step(at, -1);
    if (tokens[dot] !== '.') return TYPES.includes(tokens[at] ?? '') ? at : null;
    at = step(dot, -1);
  }
  return null;
}

/** A part of a path of a JSON patch (RFC 6901). */
export function escapedKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A value of CEL as JSON has it. */
export function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof Date) return value.toISOString().replace(/\.000Z$/, 'Z');
  if (value instanceof Uint8Array) return base64([...value]);
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, entry]) => [String(key), fromCel(entry)]));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromCel(entry)]));
}
