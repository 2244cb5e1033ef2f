/** Cuts the `items` of a list's JSON out of its chunks, so that no list is ever parsed as a whole. Rules SP… of SPEC.md. */
export class ItemSplitter {
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

  /** Feeds a chunk; returns the complete items in it, as JSON text. */
  push(chunk: string): string[] {
    this.#buffer += chunk;
    const items: string[] = [];
    while (this.#at < this.#buffer.length) {
      if (this.#inString) this.#skipString();
      else this.#character(this.#buffer.charCodeAt(this.#at++), items);
    }
    this.#trim();
    return items;
  }

  /** What came before the items, or null while they have not begun: Go's encoder writes `metadata` first. */
  head(): unknown {
    return this.#envelope === '' ? null : JSON.parse(`${this.#envelope}]}`);
  }

  /** The list without its items (`metadata` and so on), as JSON text. Throws when the text ended too early. */
  end(): string {
    if (!this.#isComplete) throw new SyntaxError('the list ended before its closing bracket');
    return this.#envelope + this.#buffer.slice(this.#envelopeFrom);
  }

  /** `#at` is already behind the character. */
  #character(code: number, items: string[]): void {
    if (code === QUOTE) {
      this.#inString = true;
      this.#stringStart = this.#at;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#open(code);
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#close(items);
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
    if (this.#inItems && this.#depth === ITEM_DEPTH) this.#itemStart = this.#at - 1;
    else if (this.#depth === 2 && code === OPEN_BRACKET && this.#lastString === 'items') {
      this.#inItems = true;
      this.#envelope += this.#buffer.slice(this.#envelopeFrom, this.#at);
    }
  }

  #close(items: string[]): void {
    this.#depth--;
    if (this.#inItems && this.#depth === 2) {
      items.push(this.#buffer.slice(this.#itemStart, this.#at));
      this.#itemStart = -1;
    } else if (this.#inItems && this.#depth === 1) {
      this.#inItems = false;
      this.#envelopeFrom = this.#at - 1;
    } else if (this.#depth === 0) this.#isComplete = true;
  }

  /** Drops what was handed out; keeps the open item, the open string and the envelope. */
  #trim(): void {
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
/** Inside the list object and its `items` array. */
const ITEM_DEPTH = 3;
