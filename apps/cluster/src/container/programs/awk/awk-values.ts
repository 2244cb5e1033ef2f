/** A number, a text, or a text that came from outside and looks like a number. */
export type Value = number | string | { readonly text: string; readonly number: number };

const NUMERIC = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
const LEADING = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;
/** `%.6g`, what CONVFMT and OFMT are unless somebody says otherwise. */
const DIGITS = 6;

/** Of a field, a line or an argument. */
export function outside(text: string): Value {
  return NUMERIC.test(text) ? { text, number: Number(text) } : text;
}

export function textOf(value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value.text;
  if (Number.isInteger(value)) return Math.abs(value) < 1e16 ? String(value) : value.toString();
  return Number.isFinite(value) ? shortest(value, DIGITS) : value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan';
}

/** As `%g` of C. */
export function shortest(value: number, digits: number): string {
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(Math.max(1, digits))))));
  const isLong = exponent < -4 || exponent >= Math.max(1, digits);
  const text = isLong
    ? value.toExponential(Math.max(0, digits - 1)).replace(/e([-+])(\d)$/, 'e$10$2')
    : value.toFixed(Math.max(0, digits - 1 - exponent));
  return text.includes('.') ? text.replace(/\.?0+(?=e|$)/, '') : text;
}

export function numberOf(value: Value | undefined): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return value.number;
  const found = LEADING.exec(value);
  return found === null ? 0 : Number(found[0]);
}

export function isTrue(value: Value | undefined): boolean {
  if (value === undefined) return false;
  return typeof value === 'string' ? value !== '' : numberOf(value) !== 0;
}

/** As numbers where both are some or could be, else as texts. */
export function compared(left: Value | undefined, right: Value | undefined): number {
  const isText = typeof left === 'string' || typeof right === 'string';
  if (!isText) return numberOf(left) - numberOf(right);
  const [a, b] = [textOf(left), textOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
