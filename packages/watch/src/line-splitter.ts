/** A watch event carries one object; etcd's limit of 1.5 MiB leaves room for its JSON being longer. */
const MAX_LINE_LENGTH = 16 * 1024 * 1024;

/** Cuts a stream of newline-separated JSON into lines, whatever the chunk boundaries. */
export class LineSplitter {
  #rest: string[] = [];
  #length = 0;

  push(chunk: string): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      this.#rest.push(chunk.slice(from, at));
      lines.push(this.#rest.length === 1 ? (this.#rest[0] as string) : this.#rest.join(''));
      this.#rest = [];
      this.#length = 0;
      from = at + 1;
    }
    if (from < chunk.length) {
      this.#rest.push(chunk.slice(from));
      this.#length += chunk.length - from;
      if (this.#length > MAX_LINE_LENGTH)
        throw new SyntaxError(`a watch event is longer than ${MAX_LINE_LENGTH} characters`);
    }
    return lines.filter(line => line !== '');
  }
}
