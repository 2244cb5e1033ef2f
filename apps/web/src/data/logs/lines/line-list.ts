import { LineChunk, type LinePart, LineTail } from './line-chunk.ts';
import { byTime, type LogLine } from './log-line.ts';

export interface LineLimits {
  /** Lines that are kept; the oldest go, a chunk at a time. */
  readonly lines: number;
  /** And bytes of them. */
  readonly bytes: number;
  /** Lines of a chunk: what is made of one at once keeps nobody waiting, and few are made a second. */
  readonly chunk: number;
  /** Characters of lines that are in no chunk yet. */
  readonly tail: number;
}

/** A tab of a million lines has 150 MB, of which the page itself takes about 20. */
const LIMITS: LineLimits = { lines: 1_000_000, bytes: 120 * 1024 * 1024, chunk: 2_048, tail: 4 * 1024 * 1024 };

/** Lines in the order of their times, the newest as they came and all others in chunks. A list never changes: with more lines it is another. */
export class LineList {
  readonly size: number;
  readonly #limits: LineLimits;
  readonly #chunks: readonly LineChunk[];
  readonly #tail: readonly LogLine[];

  private constructor(limits: LineLimits, chunks: readonly LineChunk[], tail: readonly LogLine[]) {
    this.#limits = limits;
    this.#chunks = chunks;
    this.#tail = tail;
    this.size = chunks.reduce((sum, { size }) => sum + size, tail.length);
  }

  static empty(limits = LIMITS): LineList {
    return new LineList(limits, [], []);
  }

  /** When its last line was written; NaN where nobody knows. */
  get newestMs(): number {
    const last = this.#chunks.at(-1);
    return this.#tail.at(-1)?.ms ?? last?.ms(last.size - 1) ?? Number.NaN;
  }

  /** All of it, and behind it lines that may go on. */
  parts(open: readonly LogLine[]): readonly LinePart[] {
    return [...this.#chunks, new LineTail([...this.#tail, ...open])];
  }

  /** With these lines at their times, behind those of the same moment. What came late for the newest ones makes a chunk anew. */
  with(lines: readonly LogLine[]): { readonly list: LineList; readonly dropped: number } {
    if (lines.length === 0) return { list: this, dropped: 0 };
    const sorted = lines.toSorted(byTime);
    const last = this.#chunks.at(-1);
    const newest = last?.line(last.size - 1);
    const inTime = newest === undefined ? 0 : sorted.findIndex(line => byTime(newest, line) <= 0);
    const late = sorted.slice(0, inTime < 0 ? sorted.length : inTime);
    const chunks = withLate(this.#chunks, late, this.#limits.chunk);
    return this.#bounded(chunks, merged(this.#tail, sorted.slice(late.length)));
  }

  #bounded(before: readonly LineChunk[], newest: readonly LogLine[]) {
    const { lines: maxLines, bytes: maxBytes, chunk, tail: maxTail } = this.#limits;
    let tail = newest;
    let length = lengthOf(tail);
    const chunks = [...before];
    while (tail.length >= 2 * chunk || length > maxTail) {
      const over = tail.slice(0, chunk);
      chunks.push(new LineChunk(over));
      tail = tail.slice(chunk);
      length -= lengthOf(over);
    }
    let size = chunks.reduce((sum, each) => sum + each.size, tail.length);
    let bytes = chunks.reduce((sum, each) => sum + each.bytes, 0);
    // The newest chunk stays, however large it is.
    const kept = chunks.findIndex(each => {
      const isTooMuch = (size - each.size >= maxLines || bytes > maxBytes) && each !== chunks.at(-1);
      if (!isTooMuch) return true;
      size -= each.size;
      bytes -= each.bytes;
      return false;
    });
    const dropped = chunks.splice(0, Math.max(0, kept)).reduce((sum, each) => sum + each.size, 0);
    return { list: new LineList(this.#limits, chunks, tail), dropped };
  }
}

function lengthOf(lines: readonly LogLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0);
}

/** Late lines, each in the last chunk that begins before it. */
function withLate(chunks: readonly LineChunk[], late: readonly LogLine[], most: number): readonly LineChunk[] {
  if (late.length === 0) return chunks;
  let from = 0;
  return chunks.flatMap((chunk, i) => {
    const next = chunks[i + 1]?.line(0);
    const isNext = (line: LogLine) => next !== undefined && byTime(line, next) >= 0;
    let end = from;
    for (let line = late[end]; line !== undefined && !isNext(line); line = late[end]) end++;
    if (end === from) return [chunk];
    const there = Array.from({ length: chunk.size }, (_, at) => chunk.line(at));
    const all = merged(there, late.slice(from, end));
    from = end;
    // As few chunks as hold them.
    const count = Math.ceil(all.length / (2 * most));
    const size = Math.ceil(all.length / count);
    return Array.from({ length: count }, (_, k) => new LineChunk(all.slice(k * size, (k + 1) * size)));
  });
}

/** New lines are nearly always the newest: from the end on what is newer than the first of them is gone through with them, once. */
function merged(lines: readonly LogLine[], sorted: readonly LogLine[]): readonly LogLine[] {
  const [first] = sorted;
  if (first === undefined) return lines;
  let at = lines.findLastIndex(line => byTime(line, first) <= 0) + 1;
  const all = lines.slice(0, at);
  for (const each of sorted) {
    for (let next = lines[at]; next !== undefined && byTime(next, each) <= 0; next = lines[++at]) all.push(next);
    all.push(each);
  }
  return all.concat(lines.slice(at));
}
