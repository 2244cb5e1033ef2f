import { FileSystemError } from '../../system/file-system.ts';
import { MAX_INPUT_BYTES } from '../../system/process.ts';
import { compile, matchesIn } from '../patterns.ts';

/** The records of what comes in, by `RS` as it is when each is read. */
export class AwkInput {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #rest = '';
  #isOver = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Null at the end. */
  async record(separator: string): Promise<string | null> {
    for (;;) {
      if (separator === '') this.#rest = this.#rest.replace(/^\n+/, '');
      const found = this.#end(separator);
      if (found !== null) {
        const text = this.#rest.slice(0, found.at);
        this.#rest = this.#rest.slice(found.at + found.length);
        return text;
      }
      if (this.#isOver) {
        const last = separator === '' ? this.#rest.replace(/\n+$/, '') : this.#rest.replace(/\n$/, '');
        const isNone = this.#rest === '';
        this.#rest = '';
        return isNone ? null : last;
      }
      const next = await this.#chunks.next();
      this.#isOver = next.done === true;
      if (this.#rest.length > MAX_INPUT_BYTES) throw new FileSystemError('line too long');
      this.#rest += next.done === true ? this.#decoder.decode() : this.#decoder.decode(next.value, { stream: true });
    }
  }

  /** Where a record ends; what may go on is waited for. */
  #end(separator: string): { readonly at: number; readonly length: number } | null {
    if (separator.length === 1) {
      const at = this.#rest.indexOf(separator);
      return at < 0 ? null : { at, length: 1 };
    }
    const pattern = separator === '' ? /\n\n+/g : compile([separator], { isExtended: true });
    const [match] = matchesIn(pattern, [this.#rest])[0] ?? [];
    const length = match?.groups[0]?.length ?? 0;
    if (match === undefined || length === 0) return null;
    return match.index + length < this.#rest.length || this.#isOver ? { at: match.index, length } : null;
  }
}
