/** What a browser may draw, by how it begins. Of SVG, which may hold scripts, the text is shown. */
const TYPES: readonly (readonly [type: string, begins: RegExp])[] = [
  // oxlint-disable-next-line no-control-regex -- its own sign
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
];
/** More is not needed to know one. */
const IMAGE_HEAD_BYTES = 16;

/** Null of everything else. */
export function imageType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, IMAGE_HEAD_BYTES)).toString('latin1');
  return TYPES.find(([, begins]) => begins.test(head))?.[0] ?? null;
}
