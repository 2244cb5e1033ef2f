import { FileSystemError } from '../system/file-system.ts';
import type { Program } from '../system/process.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', '"': '"', e: '\x1b' },
};
const DIRECTIVE = /%[-+ 0#]*(?:\*|\d*)(?:\.(?:\*|\d*))?[a-zA-Z%]/g;
const DIRECTIVE_PARTS = /^%([-+ 0#]*)(\*|\d*)(?:\.(\*|\d*))?(.)$/;

/** Characters of one number or word, and of all that is said. */
const MAX_WIDTH = 64 * 1024;
const MAX_SAID = 4 * 1024 * 1024;

const OCTAL = 8;
const HEX = 16;
const MAX_BYTE = 0xff;

/** Bytes that are no character stand for themselves as halves of one. */
const LONE = 0xdc00;
const LONE_BYTES = /([\uDC80-\uDCFF]+)/u;
const characterOf = (byte: number) => String.fromCharCode(byte > 0x7f ? LONE + byte : byte);

/** Of what was unescaped. */
function written(text: string): Buffer {
  const parts = text.split(LONE_BYTES);
  return Buffer.concat(
    parts.map((part, i) =>
      i % 2 === 0 ? Buffer.from(part) : Buffer.from(Array.from(part, half => half.charCodeAt(0) - LONE)),
    ),
  );
}

/** `\n`, `\0101`, `\x41`. */
export function unescaped(text: string): string {
  return text.replace(/\\(0?[0-7]{1,3}|x[\dA-Fa-f]{1,2}|.)/gs, (whole, escaped: string) => {
    if (/^[0-7]/.test(escaped)) return characterOf(Number.parseInt(escaped, OCTAL) & MAX_BYTE);
    if (/^x./.test(escaped)) return characterOf(Number.parseInt(escaped.slice(1), HEX));
    return ESCAPES[escaped] ?? whole;
  });
}

export const printf: Program = process => {
  const [format = '', ...args] = process.args;
  const pieces = unescaped(format);
  let status = 0;
  let [at, length] = [0, 0];
  const refuse = (text: string) => {
    process.err(Buffer.from(`printf: invalid number '${text}'\n`));
    status = 1;
  };
  // The format serves again while there is something left to show.
  do {
    const before = at;
    let isCut = false;
    const text = pieces.replace(DIRECTIVE, directive => {
      const [, flags = '', width = '', precision, kind = ''] = DIRECTIVE_PARTS.exec(directive) ?? [];
      if (kind === '%') return '%';
      const size = Number(width === '*' ? args[at++] : width);
      const exact = precision === undefined ? null : Number(precision === '*' ? args[at++] : precision);
      if (size > MAX_WIDTH || (exact ?? 0) > MAX_WIDTH) throw new FileSystemError('width out of range');
      const value = args[at++] ?? '';
      if (kind === 'b' && value.includes('\\c')) isCut = true;
      const word = padded(shown(kind, value, { exact, flags, refuse }), { size, flags, kind });
      length += word.length;
      if (length > MAX_SAID) throw new FileSystemError('out of memory');
      return word;
    });
    process.out(written(text));
    if (isCut || at === before) break;
  } while (at < args.length && !process.signal.aborted);
  return Promise.resolve(status);
};

function shown(
  kind: string,
  value: string,
  {
    exact,
    flags,
    refuse,
  }: { readonly exact: number | null; readonly flags: string; readonly refuse: (text: string) => void },
): string {
  if (kind === 's') return exact === null ? value : value.slice(0, exact);
  if (kind === 'b') return unescaped(value.replace(/\\c.*/s, ''));
  if (kind === 'c') return value.charAt(0);
  return shownNumber(kind, numberOf(value, refuse), { exact, sign: flags.includes('+') ? '+' : '' });
}

function numberOf(value: string, refuse: (text: string) => void): number {
  if (/^['"]/.test(value)) return value.codePointAt(1) ?? 0;
  const number = Number(/^0[0-7]+$/.test(value) ? `0o${value.slice(1)}` : value);
  if (!Number.isNaN(number)) return number;
  refuse(value);
  return Number.parseInt(value, 10) || 0;
}

function shownNumber(
  kind: string,
  value: number,
  { exact, sign }: { readonly exact: number | null; readonly sign: string },
): string {
  const whole = Math.trunc(value);
  const before = value < 0 ? '' : sign;
  switch (kind) {
    case 'x':
      return whole.toString(HEX);
    case 'X':
      return whole.toString(HEX).toUpperCase();
    case 'o':
      return whole.toString(OCTAL);
    case 'e':
      return before + value.toExponential(exact ?? 6).replace(/e([-+])(\d)$/, 'e$10$2');
    case 'f':
    case 'F':
      return before + value.toFixed(exact ?? 6);
    case 'g':
      return before + String(Number(value.toPrecision(exact ?? 6)));
    default:
      return before + String(whole).padStart(exact ?? 0, '0');
  }
}

function padded(
  text: string,
  { size, flags, kind }: { readonly size: number; readonly flags: string; readonly kind: string },
): string {
  if (flags.includes('-')) return text.padEnd(size);
  const isZeroed = flags.includes('0') && !'sbc'.includes(kind);
  if (!isZeroed) return text.padStart(size);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(size - sign.length, '0');
}

/** `-n` without an end, `-e` with escapes. */
export const echo: Program = process => {
  const { args } = process;
  let at = 0;
  const flags = new Set<string>();
  for (; /^-[neE]+$/.test(args[at] ?? ''); at++) for (const flag of (args[at] ?? '').slice(1)) flags.add(flag);
  const text = args.slice(at).join(' ');
  const end = flags.has('e') ? text.indexOf('\\c') : -1;
  const escaped = flags.has('e') ? unescaped(end < 0 ? text : text.slice(0, end)) : text;
  process.out(written(`${escaped}${flags.has('n') || end >= 0 ? '' : '\n'}`));
  return Promise.resolve(0);
};
