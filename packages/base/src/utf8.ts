/** The text that bytes stand for, by hand: pure code has no decoder. */
export function textOfUtf8(bytes: Iterable<number>): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  return decodeURIComponent(escaped);
}
