const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 with padding (RFC 4648): pure code has no `btoa`. */
export function base64(bytes: ArrayLike<number>): string {
  let result = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = [18, 12, 6, 0].map(shift => DIGITS.charAt((group >> shift) & 63)).join('');
    const missing = Math.max(0, i + 3 - bytes.length);
    result += digits.slice(0, 4 - missing) + '='.repeat(missing);
  }
  return result;
}
