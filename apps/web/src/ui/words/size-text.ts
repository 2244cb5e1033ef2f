/** Bytes, in megabytes where there is one. */
export function sizeText(bytes: number, language: string): string {
  const [unit, factor] = bytes < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumSignificantDigits: 3 }).format(bytes / factor);
}
