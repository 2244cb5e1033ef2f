import { MAX_JSON_DEPTH, withoutDepth } from '@lanthorn/base/json-depth.ts';
import { AnswerProblem, answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { UnreadableAnswer } from '@lanthorn/kube/api/api-request.ts';

/** etcd takes objects of 1.5 MiB, four times as much where somebody has set it up so. Parsing more would keep everybody waiting. */
export const MAX_PART_LENGTH = 8 * 1024 * 1024;

/**
 * Takes the `items` of a list's JSON, or the `rows` of a Table, out of its chunks, so that no list is ever parsed as a whole. Rules SP… of SPEC.md.
 *
 * Where an item ends is guessed first: before what the first item begins with (`},{"metadata":`). A guess holds where it parses, since no
 * object's text begins with that of a whole other one. Where it does not, characters are counted.
 */
export class ItemSplitter {
  readonly #parse: (text: string) => unknown;
  #boundary: string | null = null;
  #isGuessing = true;
  #buffer = '';
  /** Position in the buffer up to which characters were looked at. */
  #at = 0;
  #depth = 0;
  #inString = false;
  /** Start of the item being read, or -1. */
  #itemStart = -1;
  #inItems = false;
  #isComplete = false;
  /** Text outside the items: the rest of the list with an empty `items`. */
  #envelope = '';
  #envelopeFrom = 0;
  /** The last complete string at depth 1, which is the key when a colon follows. */
  #stringStart = -1;
  #lastString = '';

  constructor(parse: (text: string) => unknown = text => JSON.parse(withoutDepth(text))) {
    this.#parse = parse;
  }

  /** Feeds a chunk, which must be taken to its end before the next; gives the items that are complete with it, each when it is asked for. */
  *push(chunk: string): Generator<unknown, void> {
    this.#buffer += chunk;
    // A string that goes on: what is gathered of it is not searched again with every chunk.
    if (this.#inString && !chunk.includes('"')) this.#at = this.#buffer.length;
    while (this.#at < this.#buffer.length) {
      if (this.#inString) {
        this.#skipString();
        continue;
      }
      const code = this.#buffer.charCodeAt(this.#at++);
      if (code === QUOTE) {
        this.#inString = true;
        this.#stringStart = this.#at;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        this.#open(code);
        if (this.#itemStart === this.#at - 1) yield* this.#guess();
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        const item = this.#close();
        if (item !== null) yield this.#parse(item);
      }
    }
    this.#trim();
  }

  /** What came before the items, or null while they have not begun: Go's encoder writes `metadata` first. */
  head(): unknown {
    return this.#envelope === '' ? null : JSON.parse(`${this.#envelope}]}`);
  }

  /** The list without its items (`metadata` and so on), as JSON text. Throws when the text ended too early. */
  end(): string {
    if (!this.#isComplete) throw new AnswerProblem(answerReason('listOpen', {}));
    return this.#envelope + this.#buffer.slice(this.#envelopeFrom);
  }

  /** Items that end where the next one seems to begin, as far as the buffer goes; then `#at` is in an item that is to be counted out. */
  *#guess(): Generator<unknown, void> {
    while (this.#isGuessing) {
      this.#boundary ??= this.#beginning();
      const end = this.#boundary === null ? -1 : this.#buffer.indexOf(this.#boundary, this.#itemStart);
      if (end < 0) return;
      const item = this.#tryParse(this.#buffer.slice(this.#itemStart, end + 1));
      if (item === undefined) return;
      yield item;
      this.#itemStart = end + 2;
      this.#at = end + 3;
    }
  }

  /** Undefined where it is no whole item: something in it begins as items do, and once is enough to leave guessing. */
  #tryParse(text: string): unknown {
    try {
      return this.#parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#isGuessing = false;
      return undefined;
    }
  }

  /** What stands between items, if the others begin with the same key as the one that begins here. */
  #beginning(): string | null {
    const match = FIRST_KEY.exec(this.#buffer.slice(this.#itemStart, this.#itemStart + MAX_KEY));
    return match === null ? null : `},${match[0]}`;
  }

  /** Most of a list is strings: the search for their ends is left to the engine. */
  #skipString(): void {
    const end = this.#buffer.indexOf('"', this.#at);
    if (end < 0) {
      this.#at = this.#buffer.length;
      return;
    }
    this.#at = end + 1;
    let backslashes = 0;
    for (let i = end - 1; i >= this.#stringStart && this.#buffer.charCodeAt(i) === BACKSLASH; i--) backslashes++;
    if (backslashes % 2 === 1) return;
    this.#inString = false;
    if (this.#depth === 1) this.#lastString = this.#buffer.slice(this.#stringStart, end);
  }

  #open(code: number): void {
    this.#depth++;
    if (!this.#inItems && this.#depth > MAX_JSON_DEPTH)
      throw new UnreadableAnswer(answerReason('listTooDeep', { most: MAX_JSON_DEPTH }));
    if (this.#inItems && this.#depth === ITEM_DEPTH) this.#itemStart = this.#at - 1;
    else if (this.#depth === 2 && code === OPEN_BRACKET && ITEMS.has(this.#lastString)) {
      this.#inItems = true;
      this.#envelope += this.#buffer.slice(this.#envelopeFrom, this.#at);
    }
  }

  /** The text of the item that ends here, if one does. */
  #close(): string | null {
    this.#depth--;
    if (this.#inItems && this.#depth === 2) {
      const item = this.#buffer.slice(this.#itemStart, this.#at);
      this.#itemStart = -1;
      return item;
    }
    if (this.#inItems && this.#depth === 1) {
      this.#inItems = false;
      this.#envelopeFrom = this.#at - 1;
    } else if (this.#depth === 0) this.#isComplete = true;
    return null;
  }

  /** [SP4] What is gathered must end. */
  #checkLength(): void {
    const length = this.#inItems
      ? this.#at - (this.#itemStart < 0 ? this.#at : this.#itemStart)
      : this.#envelope.length + this.#buffer.length - this.#envelopeFrom;
    const code = this.#inItems ? 'itemTooLong' : 'envelopeTooLong';
    if (length > MAX_PART_LENGTH) throw new UnreadableAnswer(answerReason(code, { most: MAX_PART_LENGTH }));
  }

  /** Drops what was handed out; keeps the open item, the open string and the envelope. */
  #trim(): void {
    this.#checkLength();
    const keepFrom = this.#inItems ? (this.#itemStart >= 0 ? this.#itemStart : this.#at) : this.#envelopeFrom;
    if (keepFrom === 0) return;
    this.#buffer = this.#buffer.slice(keepFrom);
    this.#at -= keepFrom;
    this.#itemStart = this.#itemStart < 0 ? -1 : this.#itemStart - keepFrom;
    this.#stringStart -= keepFrom;
    this.#envelopeFrom = Math.max(0, this.#envelopeFrom - keepFrom);
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
/** As Go writes it: without spaces. */
const FIRST_KEY = /^\{"[A-Za-z]+":/;
const MAX_KEY = 32;
const ITEMS: ReadonlySet<string> = new Set(['items', 'rows']);
/** Inside the list object and its `items` array. */
const ITEM_DEPTH = 3;
