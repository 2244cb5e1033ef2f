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

/** The bytes that such a text stands for; what is no digit of it is passed over. */
export function bytesOfBase64(text: string): Uint8Array {
  const digits = text.replace(/[^A-Za-z0-9+/]/g, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  for (let i = 0, at = 0; i < digits.length; i += 4) {
    let group = 0;
    for (let j = 0; j < 4; j++) group = (group << 6) | Math.max(0, DIGITS.indexOf(digits.charAt(i + j) || 'A'));
    for (const shift of [16, 8, 0]) if (at < bytes.length) bytes[at++] = (group >> shift) & 255;
  }
  return bytes;
}
