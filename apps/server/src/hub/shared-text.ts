import { constants, deflateRawSync } from 'node:zlib';

/** Most of what this finds, the fastest level finds too: text of rows is alike. */
const LEVEL = 1;

/** Text that any number of tabs is sent: compressed once, when the first of them asks. */
export class SharedText {
  readonly text: string;
  #deflated: Buffer | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** Whole blocks of DEFLATE (RFC 1951) that end at a byte and refer to nothing before them: they may follow any others. */
  get deflated(): Buffer {
    this.#deflated ??= deflateRawSync(this.text, { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH });
    return this.#deflated;
  }
}
