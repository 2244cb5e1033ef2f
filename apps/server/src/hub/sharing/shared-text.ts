import { constants, deflateRawSync } from 'node:zlib';

/** Most of what this finds, the fastest level finds too: text of rows is alike. */
const LEVEL = 1;

/** Whole blocks of DEFLATE (RFC 1951) that end at a byte and refer to nothing before them: they may follow any others. */
export function deflatedBlocks(content: string | Uint8Array): Buffer {
  return deflateRawSync(content, { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH });
}

/** Text that any number of tabs is sent: compressed once, when the first of them asks. */
export class SharedText {
  readonly text: string;
  #deflated: Buffer | null = null;

  constructor(text: string) {
    this.text = text;
  }

  get deflated(): Buffer {
    this.#deflated ??= deflatedBlocks(this.text);
    return this.#deflated;
  }
}
