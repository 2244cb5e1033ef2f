/** Divided by: a thousandth is no number that binary has, and 350 of them would be another than 0.35. */
const FRACTIONS: ReadonlyMap<string, number> = new Map([
  ['n', 1e9],
  ['u', 1e6],
  ['m', 1e3],
]);
const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

/** A resource.Quantity as a number; null when the text is not a quantity. */
export function parseQuantity(text: string): number | null {
  return usualQuantity(text) ?? anyQuantity(text);
}

/** Some digits and a suffix, as nearly all are written. */
function usualQuantity(text: string): number | null {
  let number = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  if (at === 0 || at > EXACT_DIGITS) return null;
  return scaled(number, text.slice(at));
}

function scaled(number: number, suffix: string): number | null {
  const factor = SUFFIXES.get(suffix);
  if (factor !== undefined) return number * factor;
  const divisor = FRACTIONS.get(suffix);
  return divisor === undefined ? null : number / divisor;
}

const ZERO = 48;
/** As many as a number has room for without rounding. */
const EXACT_DIGITS = 15;

function anyQuantity(text: string): number | null {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d*))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null) return null;
  const [, digits = '', exponent = '', suffix = ''] = match;
  // Go takes a point without digits for zero.
  const number = digits.replace(/\.$/, '.0').replace(/^([+-]?)\./, '$10.');
  return exponent === '' ? scaled(Number(number), suffix) : Number(`${number}${exponent}`);
}

/** The smallest part of an amount that Kubernetes counts. */
const NANO = 1e9;

/** What was reckoned with parts of numbers, without the dust that binary leaves: tenths that add up to three are 0.3. */
export function exactAmount(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * NANO) / NANO;
}

/** How many times an amount fits in what there is: three tenths hold a tenth three times. */
export function timesIn(room: number, amount: number): number {
  const times = Math.max(0, Math.round(room / amount));
  return times > 0 && exactAmount(times * amount) > exactAmount(room) ? times - 1 : times;
}

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const MILLI = 1000;

/** A number as a Quantity in its canonical form: the largest suffix that leaves no fraction. */
export function formatQuantity(amount: number, format: 'decimal' | 'binary' = 'decimal'): string {
  const value = exactAmount(amount);
  if (!Number.isInteger(value)) return `${Math.ceil(exactAmount(value * MILLI))}m`;
  const [step, suffixes] = format === 'binary' ? [1024, BINARY] : [1000, DECIMAL];
  let rest = value;
  let at = 0;
  while (rest !== 0 && rest % step === 0 && at < suffixes.length - 1) {
    rest /= step;
    at++;
  }
  return `${rest}${suffixes[at] ?? ''}`;
}
