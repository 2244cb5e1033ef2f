// The package ships no types: what is used of it.
declare module 'tar-stream' {
  import type { Readable, Writable } from 'node:stream';

  export interface Header {
    name: string;
    /** Null of a kind that it does not know. */
    type?: string | null;
    size?: number;
    mode?: number;
    mtime?: Date;
    linkname?: string | null;
    pax?: Record<string, string> | null;
  }
  export interface Entry extends Readable {
    readonly header: Header;
  }
  export interface Extract extends Writable {
    [Symbol.asyncIterator](): AsyncIterator<Entry>;
  }
  export interface Pack extends Readable {
    /** What is written to it is the content, of just the size that the header says. */
    entry(header: Header): Writable;
    finalize(): void;
  }
  export function extract(options?: { filenameEncoding?: string }): Extract;
  export function pack(): Pack;
}
