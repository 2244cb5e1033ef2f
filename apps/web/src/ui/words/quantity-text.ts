const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const STEP = 1024;
/** More tell nobody anything; the exact number stands beside. */
const DIGITS = 3;
const CORE_DIGITS = 3;

/** Bytes in the largest unit that leaves something before the point, as Kubernetes writes units: `31.1Gi`. */
export function bytesText(bytes: number, language: string): string {
  let rest = bytes;
  let at = 0;
  while (Math.abs(rest) >= STEP && at < UNITS.length - 1) {
    rest /= STEP;
    at++;
  }
  const most = Math.abs(rest) >= 1_000 ? DIGITS + 1 : DIGITS;
  return `${rest.toLocaleString(language, { maximumSignificantDigits: most })}${UNITS[at] ?? ''}`;
}

/** Cores, to the thousandth that schedulers count in. */
export function coresText(cores: number, language: string): string {
  return cores.toLocaleString(language, { maximumFractionDigits: CORE_DIGITS });
}
