/** A block without compression holds so much at most (RFC 1951, 3.2.4). */
const MAX_BLOCK = 65_535;
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/** Bytes as gzip reads them, packed in no way: pure code has no compression, and what a demo stores is small. */
export function storedGzip(bytes: Uint8Array): Uint8Array {
  const packed: number[] = [...HEADER];
  for (let at = 0; at === 0 || at < bytes.length; at += MAX_BLOCK) {
    const block = bytes.subarray(at, at + MAX_BLOCK);
    const isLast = at + MAX_BLOCK >= bytes.length;
    packed.push(Number(isLast), ...twoBytes(block.length), ...twoBytes(~block.length));
    for (const byte of block) packed.push(byte);
  }
  packed.push(...fourBytes(crc32(bytes)), ...fourBytes(bytes.length));
  return Uint8Array.from(packed);
}

const twoBytes = (value: number) => [value & 255, (value >>> 8) & 255];
const fourBytes = (value: number) => [...twoBytes(value), ...twoBytes(value >>> 16)];

const POLYNOMIAL = 0xed_b8_83_20;

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return ~crc;
}
