import { type AwkMachine, MAX_TEXT } from './awk-machine.ts';
import { numberOf, shortest, textOf, type Value } from './awk-values.ts';
import { FileSystemError } from '../../system/file-system.ts';

const DIRECTIVE = /%([-+ 0#]*)(\*|\d*)(?:\.(\*|\d*))?[lhL]?([a-zA-Z%])/g;
const MAX_WIDTH = 64 * 1024;
const OCTAL = 8;
const HEX = 16;

export function formatted(format: string, values: readonly Value[]): string {
  let at = 0;
  const next = () => values[at++];
  const text = format.replace(DIRECTIVE, (...parts: (string | undefined)[]) => {
    const [whole = '', flags = '', width = '', precision, kind = ''] = parts;
    if (kind === '%') return '%';
    const size = width === '*' ? numberOf(next()) : Number(width);
    const exact = precision === undefined ? null : precision === '*' ? numberOf(next()) : Number(precision);
    if (size > MAX_WIDTH || (exact ?? 0) > MAX_WIDTH) throw new FileSystemError('width out of range');
    const shown = shownAs(kind, next(), { exact, flags });
    if (shown === null) return whole;
    if (flags.includes('-')) return shown.padEnd(size);
    if (!flags.includes('0') || 'sc'.includes(kind)) return shown.padStart(size);
    const sign = /^[-+ ]/.exec(shown)?.[0] ?? '';
    return sign + shown.slice(sign.length).padStart(size - sign.length, '0');
  });
  if (text.length > MAX_TEXT) throw new FileSystemError('out of memory');
  return text;
}

function shownAs(
  kind: string,
  value: Value | undefined,
  { exact, flags }: { readonly exact: number | null; readonly flags: string },
): string | null {
  if (kind === 's') return exact === null ? textOf(value) : textOf(value).slice(0, exact);
  if (kind === 'c')
    return typeof value === 'number'
      ? String.fromCodePoint(Math.abs(Math.trunc(value)) % 0x11_0000)
      : textOf(value).slice(0, 1);
  return shownNumber(kind, numberOf(value), { exact, flags });
}

function shownNumber(
  kind: string,
  number: number,
  { exact, flags }: { readonly exact: number | null; readonly flags: string },
): string | null {
  const sign = number < 0 ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const whole = Number.isFinite(number) ? Math.trunc(number) : 0;
  switch (/[EFG]/.test(kind) ? kind.toLowerCase() : kind) {
    case 'd':
    case 'i':
    case 'u':
      return (
        sign +
        BigInt(whole)
          .toString()
          .replace(/\d+/, found => found.padStart(exact ?? 0, '0'))
      );
    case 'x':
    case 'X':
      return kind === 'x' ? whole.toString(HEX) : whole.toString(HEX).toUpperCase();
    case 'o':
      return whole.toString(OCTAL);
    case 'e':
      return sign + number.toExponential(exact ?? 6).replace(/e([-+])(\d)$/, 'e$10$2');
    case 'f':
      return sign + number.toFixed(Math.min(100, exact ?? 6));
    case 'g':
      return sign + shortest(number, exact ?? 6);
    default:
      return null;
  }
}

/** Functions of values alone. */
export const PLAIN: Readonly<Record<string, (machine: AwkMachine, args: readonly Value[]) => Value>> = {
  atan2: (_, [a, b]) => Math.atan2(numberOf(a), numberOf(b)),
  cos: (_, [a]) => Math.cos(numberOf(a)),
  exp: (_, [a]) => Math.exp(numberOf(a)),
  index: (_, [text, part]) => textOf(text).indexOf(textOf(part)) + 1,
  int: (_, [a]) => Math.trunc(numberOf(a)),
  log: (_, [a]) => Math.log(numberOf(a)),
  match: (machine, [text, pattern]) => {
    const [found] = machine.matches(textOf(pattern), textOf(text));
    machine.set('RSTART', found === undefined ? 0 : found.index + 1);
    machine.set('RLENGTH', found?.groups[0]?.length ?? -1);
    return machine.get('RSTART') ?? 0;
  },
  sin: (_, [a]) => Math.sin(numberOf(a)),
  sprintf: (_, [format, ...values]) => formatted(textOf(format), values),
  sqrt: (_, [a]) => Math.sqrt(numberOf(a)),
  substr: (_, [text, from, length]) => {
    const all = textOf(text);
    const begin = Math.round(numberOf(from));
    const end = length === undefined ? all.length + 1 : begin + Math.round(numberOf(length));
    return all.slice(Math.max(0, begin - 1), Math.max(0, end - 1));
  },
  tolower: (_, [text]) => textOf(text).toLowerCase(),
  toupper: (_, [text]) => textOf(text).toUpperCase(),
};

const SIGNS = /\\\\|\\&|&/g;

/** `&` is what was found, `\\&` a letter. */
export function substituted(
  machine: AwkMachine,
  {
    pattern,
    by,
    text,
    isAll,
  }: { readonly pattern: string; readonly by: string; readonly text: string; readonly isAll: boolean },
): { readonly text: string; readonly count: number } {
  let [result, from, count] = ['', 0, 0];
  const signs = by.match(SIGNS) ?? [];
  const times = signs.filter(sign => sign === '&').length;
  for (const { index, groups } of machine.matches(pattern, text)) {
    const found = groups[0] ?? '';
    // Nothing is found again where something ended.
    if (found === '' && index === from && count > 0 && index > 0) continue;
    // Known before it is made: both may be as long as a text can be.
    if (result.length + by.length + times * found.length > 2 * MAX_TEXT) throw new FileSystemError('out of memory');
    result += text.slice(from, index) + by.replace(SIGNS, sign => (sign === '&' ? found : sign.slice(1)));
    if (result.length > MAX_TEXT) throw new FileSystemError('out of memory');
    from = index + found.length;
    count++;
    if (!isAll) break;
  }
  return { text: result + text.slice(from), count };
}
