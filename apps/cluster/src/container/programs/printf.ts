import type { Program } from '../process.ts';
import { say } from './lines.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', '"': '"', e: '\x1b' },
};
const DIRECTIVE = /%([-+ 0#]*)(\*|\d*)(?:\.(\*|\d*))?([a-zA-Z%])/g;

/** `\n`, `\0101`, `\x41`; `isAll` of `%b` and `echo -e`, where numbers begin with a zero. */
export function unescaped(text: string): string {
  return text.replace(
    /\\(?:0?([0-7]{1,3})|x([\dA-Fa-f]{1,2})|(.))/gs,
    (whole, octal?: string, hex?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return ESCAPES[letter ?? ''] ?? whole;
    },
  );
}

export const printf: Program = process => {
  const [format = '', ...args] = process.args;
  const pieces = unescaped(format);
  let status = 0;
  const refuse = (text: string) => {
    process.err(Buffer.from(`printf: invalid number '${text}'\n`));
    status = 1;
  };
  // The format serves again while there is something left to show.
  do {
    const before = args.length;
    let isCut = false;
    const text = pieces.replace(
      DIRECTIVE,
      (_, flags: string, width: string, precision: string | undefined, kind: string) => {
        if (kind === '%') return '%';
        const size = Number(width === '*' ? args.shift() : width);
        const exact = precision === undefined ? null : Number(precision === '*' ? args.shift() : precision);
        const value = args.shift();
        if (kind === 'b' && value?.includes('\\c') === true) isCut = true;
        return padded(shown(kind, value ?? '', { exact, flags, refuse }), { size, flags, kind });
      },
    );
    say(process, text);
    if (isCut || args.length === before) break;
  } while (args.length > 0 && !process.signal.aborted);
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
  const number = /^['"]/.test(value)
    ? (value.codePointAt(1) ?? 0)
    : Number(/^0[0-7]+$/.test(value) ? `0o${value.slice(1)}` : value);
  if (Number.isNaN(number)) refuse(value);
  const known = Number.isNaN(number) ? Number.parseInt(value, 10) || 0 : number;
  const sign = flags.includes('+') && known >= 0 ? '+' : '';
  switch (kind) {
    case 'x':
      return Math.trunc(known).toString(16);
    case 'X':
      return Math.trunc(known).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(known).toString(8);
    case 'e':
      return sign + known.toExponential(exact ?? 6).replace(/e([-+])(\d)$/, 'e$10$2');
    case 'f':
    case 'F':
      return sign + known.toFixed(exact ?? 6);
    case 'g':
      return sign + String(Number(known.toPrecision(exact ?? 6)));
    default:
      return sign + String(Math.trunc(known)).padStart(exact ?? 0, '0');
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
  say(process, `${escaped}${flags.has('n') || end >= 0 ? '' : '\n'}`);
  return Promise.resolve(0);
};
